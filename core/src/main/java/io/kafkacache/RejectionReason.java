package io.kafkacache;

/** Why a record was rejected. */
public enum RejectionReason {
    /** The key's bytes are not what the key codec writes; such a record is never stored. */
    UNDECODABLE_KEY,
    /** The value codec could not decode the value. */
    UNDECODABLE_VALUE,
    /** {@link Builder#validateReads} found something wrong with the value, or threw. */
    INVALID_VALUE,
    /** The resolver, mapping or filter threw, or the resolver yielded what cannot be entries ({@link Resolver}). */
    RESOLVER_FAILED,
    /** {@link Builder#validateMutations} found something wrong with the change that the record would make, or threw. */
    INVALID_MUTATION
}
