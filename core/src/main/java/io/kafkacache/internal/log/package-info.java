/** The log port: what the engine needs of Kafka, and what a scripted log gives instead. */
@NullMarked
package io.kafkacache.internal.log;

import org.jspecify.annotations.NullMarked;
