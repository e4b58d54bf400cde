package io.kafkacache.internal.heap;

/**
 * A key that was met on several partitions: what each of them last said of it. Immutable.
 *
 * @param candidates an {@link io.kafkacache.Entry}, {@link Pending} or {@link Gone} of each partition; the first one counts; at least two
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record Contested(Object[] candidates) {}
