package io.kafkacache.internal.engine;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Mutation;
import io.kafkacache.MutationValidator;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Store;
import io.kafkacache.Validation;
import io.kafkacache.internal.resolve.Resolving;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Asks {@code validateMutations} of each value that would stand, with the entry that its record's key had there before: the record's own history, so
 * that no order between records of different keys can matter. Reader's activity only.
 */
final class MutationRules<RK, M, K, V> {
    private final Store<RK, M> store;
    private final Resolving<RK, ?, M, K, V> resolving;
    private final @Nullable MutationValidator<? super K, ? super V> validator;
    private final boolean readsCaches;
    private final Predicate<Change<RK, M>> accepted;

    /** {@code accepted} says of a record that it was judged before, and stands. */
    MutationRules(
            Store<RK, M> store,
            Resolving<RK, ?, M, K, V> resolving,
            @Nullable Validation<MutationValidator<? super K, ? super V>> validation,
            Predicate<Change<RK, M>> accepted) {
        this.store = store;
        this.resolving = resolving;
        this.validator = validation == null ? null : validation.validator();
        this.accepted = accepted;
        this.readsCaches = validation != null && !validation.dependsOn().isEmpty();
    }

    /** Whether there is anything to ask. */
    boolean exist() {
        return validator != null;
    }

    /**
     * Why a record may not mean this, or null; nothing is asked of one that another partition's outranks.
     *
     * @throws UnjudgedException where a cache that the validator reads does not answer
     */
    @Nullable
    Rejection refused(Change<RK, M> record, M meaning, int valueBytes, Headers headers) {
        RK key = record.key();
        if (validator == null
                || store.isOutranked(key, record.source().partition(), record.timestampMillis())
                || accepted.test(record)) {
            return null;
        }
        Map<Object, Entry<K, V>> before = before(key);
        Entry<RK, M> after = Entry.of(key, meaning, record.source(), record.offset(), record.timestampMillis());
        for (Entry<K, V> entry : resolving.entriesOf(after)) {
            Mutation<K, V> mutation = new Mutation<>(before.get(identity(entry)), entry, headers);
            Findings found = Findings.of(() -> validator.problems(mutation));
            if (readsCaches && found.thrown() != null && UnjudgedException.isOf(found.thrown())) {
                throw new UnjudgedException(record, found.thrown());
            }
            if (!found.isEmpty()) {
                return rejection(record, valueBytes, found);
            }
        }
        return null;
    }

    /** One whose reads fail would have every later record of its key rejected too, by what it throws when it is looked at. */
    private Map<Object, Entry<K, V>> before(RK key) {
        Map<Object, Entry<K, V>> before = new HashMap<>();
        Entry<RK, M> standing = store.latest(key);
        if (standing != null) {
            resolving.entriesOf(standing).forEach(entry -> before.put(identity(entry), entry));
        }
        return before;
    }

    private Object identity(Entry<K, V> entry) {
        return resolving.keys().identity(entry.key());
    }

    private static Rejection rejection(Change<?, ?> record, int valueBytes, Findings found) {
        return new RecordPlace(
                        record.source(),
                        record.offset(),
                        record.timestampMillis(),
                        record.keyBytes().remaining(),
                        valueBytes)
                .rejected(RejectionReason.INVALID_MUTATION, "a value that makes an invalid change", found);
    }
}
