package io.kafkacache.e2e.simulation.history;

/** What a cache may have beside how it reads: each makes it mean something else by a record, or do something else with it. */
public enum Trait {
    /** A {@link Mapping} makes the values of its entries. */
    MAPPING,
    /** Each record yields several entries. */
    RESOLVING,
    /** What makes its entries throws at some values. */
    FAILING,
    /** It judges changes by a {@link MutationRule}. */
    JUDGING,
    /** It judges them by what another cache holds besides. */
    JUDGING_BY_OTHERS,
    /** It refuses to write some values. */
    CHECKING_WRITES,
    /** It writes what it rejects to another topic. */
    WRITING_DEAD_LETTERS
}
