package io.kafkacache;

/** Why a record was rejected. */
public enum RejectionReason {
    /** The key's bytes are not what the key codec writes; such a record is never stored. */
    UNDECODABLE_KEY("onRejected"),
    /** The value codec could not decode the value. */
    UNDECODABLE_VALUE("onRejected"),
    /** {@link Builder#validateReads} found something wrong with the value, or threw. */
    INVALID_VALUE("validateReads"),
    /** The resolver, mapping or filter threw, or the resolver yielded what cannot be entries ({@link Resolver}). */
    RESOLVER_FAILED("onRejected"),
    /** {@link Builder#validateMutations} found something wrong with the change that the record would make, or threw. */
    INVALID_MUTATION("validateMutations");

    private final String option;

    RejectionReason(String option) {
        this.option = option;
    }

    /**
     * The name of the option that decides what follows such a record.
     *
     * @return a method of {@link Builder}
     */
    public String option() {
        return option;
    }
}
