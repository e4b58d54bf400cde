/** A Kafka topic as a local map: the API that services use. Start at {@link io.kafkacache.KafkaCache}. */
@NullMarked
package io.kafkacache;

import org.jspecify.annotations.NullMarked;
