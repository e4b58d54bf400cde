package io.kafkacache;

import java.time.Instant;

/**
 * A transaction that holds a {@code read_committed} reader back. Immutable.
 *
 * @param partition the partition
 * @param offset the last stable offset: where the transaction's first record stands
 * @param since when this cache first saw it in the way
 */
public record OpenTransaction(int partition, long offset, Instant since) {}
