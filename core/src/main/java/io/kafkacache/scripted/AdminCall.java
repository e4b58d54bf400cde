package io.kafkacache.scripted;

/** What a cache asks the brokers beside reading and writing; named in faults and counts. */
public enum AdminCall {
    /** The topic's id and number of partitions. */
    DESCRIBE,
    /** The topic's configuration. */
    SETTINGS,
    /** Where partitions start or end. */
    ENDS,
    /** Which offsets stand at a time. */
    STARTING_AT,
    /** Whether really nothing can be read at a position. */
    PROBE,
    /** Creating the topic. */
    CREATE,
    /** Committing positions to a group. */
    COMMIT,
    /** Taking a group's positions back. */
    FORGET
}
