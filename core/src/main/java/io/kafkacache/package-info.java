/** A Kafka topic as a local map: the API that services use. */
@NullMarked
package io.kafkacache;

import org.jspecify.annotations.NullMarked;
