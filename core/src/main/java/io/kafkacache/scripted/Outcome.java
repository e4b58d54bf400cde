package io.kafkacache.scripted;

/** What became of the transaction that a record was written in. */
public enum Outcome {
    /** It was written in none. */
    NONE,
    /** It is not decided yet. */
    OPEN,
    /** It was committed. */
    COMMITTED,
    /** It was aborted; a {@code read_committed} reader never sees the record. */
    ABORTED
}
