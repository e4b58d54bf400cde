/** A real Kafka broker for tests, demos and benchmarks. */
@NullMarked
package io.kafkacache.embedded;

import org.jspecify.annotations.NullMarked;
