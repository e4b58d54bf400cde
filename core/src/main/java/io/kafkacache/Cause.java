package io.kafkacache;

/** What made an entry change. */
public enum Cause {
    /** A record with a value. */
    PUT,
    /** A tombstone. */
    DELETE,
    /** A record that was rejected. */
    REJECTED,
    /** A record that the resolver, mapping or filter makes no such entry of, any more. */
    RESOLVED,
    /** The log start passed the record of the entry, or the one that kept away another partition's. */
    RETENTION,
    /** The cache read the topic again. */
    REBUILD
}
