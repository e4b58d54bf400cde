package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.OnRejected;
import io.kafkacache.Rejection;
import io.kafkacache.Validation;
import org.jspecify.annotations.Nullable;

/**
 * What follows a rejected record, by what rejected it.
 *
 * @param records of a record that cannot be decoded or resolved
 * @param reads of one that {@code validateReads} rejects
 * @param mutations of one that {@code validateMutations} rejects
 */
record Consequences(OnRejected records, OnRejected reads, OnRejected mutations) {
    static Consequences of(CacheOptions<?, ?, ?, ?> options) {
        OnRejected otherwise = options.onRejected();
        return new Consequences(
                otherwise, own(options.validateReads(), otherwise), own(options.validateMutations(), otherwise));
    }

    private static OnRejected own(@Nullable Validation<?> validation, OnRejected otherwise) {
        OnRejected own = validation == null ? null : validation.consequence();
        return own == null ? otherwise : own;
    }

    OnRejected of(Rejection rejection) {
        return switch (rejection.reason()) {
            case INVALID_VALUE -> reads;
            case INVALID_MUTATION -> mutations;
            case UNDECODABLE_KEY, UNDECODABLE_VALUE, RESOLVER_FAILED -> records;
        };
    }

    /** Whether a rejected record may ask for the entry before it. */
    boolean mayKeepPrevious() {
        return records == OnRejected.KEEP_PREVIOUS
                || reads == OnRejected.KEEP_PREVIOUS
                || mutations == OnRejected.KEEP_PREVIOUS;
    }
}
