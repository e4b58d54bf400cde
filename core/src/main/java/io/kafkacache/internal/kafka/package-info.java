/** The log on Kafka: the only internals that speak to a Kafka client. */
@NullMarked
package io.kafkacache.internal.kafka;

import org.jspecify.annotations.NullMarked;
