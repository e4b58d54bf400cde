/** The scripted log keeps Kafka's rules. */
@NullMarked
package io.kafkacache.scripted;

import org.jspecify.annotations.NullMarked;
