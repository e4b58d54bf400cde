/** A running cache: what the reader, the writer and the timers do with records, answers and deadlines. */
@NullMarked
package io.kafkacache.internal.engine;

import org.jspecify.annotations.NullMarked;
