package io.kafkacache;

/** What a store did with a {@link Change}. */
public enum Applied {
    /** The key is new. */
    ADDED,
    /** The key's entry was replaced. */
    REPLACED,
    /** The key's entry left. */
    REMOVED,
    /** A newer record of the key had been applied already; nothing changed. */
    OLDER,
    /** There was nothing to remove; nothing changed. */
    NOTHING
}
