package io.kafkacache;

/** What the reader of a cache does now. Whether the cache may be read is another question: {@link CacheStatus#ready()}. */
public enum CacheState {
    /** Kafka does not answer, or refuses us; retried with back-off. */
    CONNECTING,
    /** Kafka says that the topic does not exist; asked again within {@code metadataAge}, of 5 s at most. */
    TOPIC_MISSING,
    /** Replaying, before the first ready. */
    CATCHING_UP,
    /** Before the first ready, held back by an open transaction below the target. */
    WAITING_FOR_TRANSACTION,
    /** Caught up, applying records as they come. */
    READY,
    /** Reading the topic again into a new generation, while readers see the former one. */
    REBUILDING,
    /** Applying nothing because it was told so ({@link ReadableCache#freeze()}). */
    FROZEN,
    /** Applying nothing because a record was rejected under {@link OnRejected#HALT}, or too much was deleted at once ({@link Builder#haltWhen}). */
    HALTED,
    /** The reader has ended; terminal. */
    FAILED,
    /** Closed by its owner; terminal. */
    CLOSED
}
