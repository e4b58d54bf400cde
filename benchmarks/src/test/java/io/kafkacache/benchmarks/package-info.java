/** That the benchmarks still run. */
@NullMarked
package io.kafkacache.benchmarks;

import org.jspecify.annotations.NullMarked;
