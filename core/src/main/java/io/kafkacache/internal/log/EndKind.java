package io.kafkacache.internal.log;

/** Which offset of a partition is asked for. */
public enum EndKind {
    /** The log start. */
    START,
    /** The end behind the last record, open transactions included: what a target is (DESIGN: {@code read_uncommitted}). */
    TARGET,
    /** The end under the cache's isolation: the last stable offset under {@code read_committed}. */
    HEAD
}
