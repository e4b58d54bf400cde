/** kafka-cache beside a bare consumer and beside what people write by hand. Start at {@link io.kafkacache.benchmarks.Benchmarks}. */
@NullMarked
package io.kafkacache.benchmarks;

import org.jspecify.annotations.NullMarked;
