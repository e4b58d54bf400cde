package io.kafkacache.internal.engine;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Mutation;
import io.kafkacache.MutationValidator;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Store;
import io.kafkacache.Validation;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Asks {@code validateMutations} of each value that would stand, with the entry that stands there. Reader's activity only. */
final class MutationRules<K, V> {
    private final Store<K, V> store;
    private final @Nullable MutationValidator<? super K, ? super V> validator;

    MutationRules(Store<K, V> store, @Nullable Validation<MutationValidator<? super K, ? super V>> validation) {
        this.store = store;
        this.validator = validation == null ? null : validation.validator();
    }

    /** Whether there is anything to ask. */
    boolean exist() {
        return validator != null;
    }

    /** Why a record may not set this value, or null; nothing is asked of one that another partition's outranks. */
    @Nullable
    Rejection refused(Change<K, V> record, V value, int valueBytes, Headers headers) {
        K key = record.key();
        if (validator == null || store.isOutranked(key, record.source().partition(), record.timestampMillis())) {
            return null;
        }
        Entry<K, V> after = Entry.of(key, value, record.source(), record.offset(), record.timestampMillis());
        Mutation<K, V> mutation = new Mutation<>(before(key), after, headers);
        Findings found = Findings.of(() -> validator.problems(mutation));
        if (found.isEmpty()) {
            return null;
        }
        return new RecordPlace(
                        record.source(),
                        record.offset(),
                        record.timestampMillis(),
                        record.keyBytes().remaining(),
                        valueBytes)
                .rejected(
                        RejectionReason.INVALID_MUTATION,
                        "a value that makes an invalid change",
                        "validateMutations",
                        found);
    }

    /** One whose reads fail would have every later record of its key rejected too, by what it throws when it is looked at. */
    private @Nullable Entry<K, V> before(K key) {
        Entry<K, V> standing = store.latest(key);
        return standing == null || standing.rejection() != null ? null : standing;
    }
}
