package io.kafkacache.internal.resolve;

import io.kafkacache.Cause;
import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Positions;
import io.kafkacache.RecordOffset;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.listen.Changes;
import io.kafkacache.internal.listen.Unseen;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The entries that records yield: each record <em>claims</em> the keys of its entries, and of several claims to a key the latest owns it.
 *
 * <p>All of it follows from what the store holds of records: there the fold of a key's records, the candidates of several partitions, retained and
 * rejected records and the log start have been seen to. So nothing is remembered here of records that are not there any more, and it is the same
 * whether it was filled at once or has followed record by record.
 */
final class OwnedEntries<RK, K, V> implements EntryLevel<RK, List<Entry<K, V>>, K, V> {
    private final Store<RK, List<Entry<K, V>>> records;
    private final Interpreter<K, ?> keys;
    private final Owners<K, V> owners;
    private final Claims<K, V> claims = new Claims<>();
    private final Runnable atWork;
    private boolean follows;

    /** {@code atWork} is run with each claim. */
    OwnedEntries(Store<RK, List<Entry<K, V>>> records, Interpreter<K, ?> keys, Owners<K, V> owners, Runnable atWork) {
        this.records = records;
        this.keys = keys;
        this.owners = owners;
        this.atWork = atWork;
    }

    @Override
    public Entries<K, V> entries() {
        return owners;
    }

    @Override
    public void begin() {
        owners.filled((parts, part) -> {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
        });
        follows = true;
    }

    @Override
    public void fill(Positions positions, Store.Parallel parallel) {
        if (!follows) {
            records.forEach(record -> Yields.yieldedBy(record).forEach(entry -> claim(null, entry)));
            owners.filled(parallel);
            follows = true;
        }
        owners.commit(positions);
    }

    @Override
    public boolean follows() {
        return follows;
    }

    @Override
    public Changes<K, V> change(Changes<RK, List<Entry<K, V>>> records, Positions positions, boolean wanted) {
        Changes<K, V> changes = new Changes<>(new ArrayList<>(), new ArrayList<>());
        records.inOrder(record -> follow(record, changes), nothing -> changes.unseen()
                .add(new Unseen<>(changes.updates().size(), null, nothing.partition(), nothing.offset())));
        owners.commit(positions);
        return wanted ? changes : Changes.none();
    }

    /** A record yields other entries than its key's former one: what it still yields or has come to yield, then what it does not any more. */
    private void follow(Update<RK, List<Entry<K, V>>> record, Changes<K, V> changes) {
        Map<Object, Entry<K, V>> former = new LinkedHashMap<>();
        Yields.yieldedBy(record.before()).forEach(entry -> former.put(identity(entry), entry));
        List<Entry<K, V>> yielded = Yields.yieldedBy(record.after());
        if (former.isEmpty() && yielded.isEmpty()) {
            unseen(null, record.offset(), changes);
        }
        for (Entry<K, V> next : yielded) {
            tell(record, record.cause(), claim(former.remove(identity(next)), next), changes);
        }
        Cause left = record.cause() == Cause.PUT ? Cause.RESOLVED : record.cause();
        former.values().forEach(entry -> tell(record, left, claim(entry, null), changes));
    }

    @SuppressWarnings("ReferenceEquality") // does the very claim own the key that did before
    private static <K, V> void tell(Update<?, ?> record, Cause cause, Owned<K, V> key, Changes<K, V> changes) {
        if (key.before == key.after) {
            unseen(key.key, record.offset(), changes);
        } else {
            changes.updates()
                    .add(new Update<>(key.key, key.before, key.after, record.offset(), record.timestamp(), cause));
        }
    }

    private static <K, V> void unseen(@Nullable K key, @Nullable RecordOffset cause, Changes<K, V> changes) {
        int behind = changes.updates().size();
        changes.unseen()
                .add(
                        cause == null
                                ? Unseen.byRetention(behind, key)
                                : new Unseen<>(behind, key, cause.partition(), cause.offset()));
    }

    /** In the place of one claim there is another, or none, or a new one; gives who owned the key, and does now. */
    @SuppressWarnings("ReferenceEquality") // is it the very claim that stood there
    private Owned<K, V> claim(@Nullable Entry<K, V> former, @Nullable Entry<K, V> next) {
        atWork.run();
        Entry<K, V> claim = Objects.requireNonNull(next == null ? former : next);
        Entry<K, V> before = owners.latest(claim.key());
        Entry<K, V> after = claims.change(identity(claim), before, former, next);
        if (after != before) {
            owners.set(claim.key(), after);
        }
        return new Owned<>(claim.key(), before, after);
    }

    private Object identity(Entry<K, V> entry) {
        return keys.identity(entry.key());
    }

    /** How many keys more than one record yields. */
    int contested() {
        return claims.contested();
    }

    @Override
    public void close() {
        owners.close();
    }

    private record Owned<K, V>(
            K key, @Nullable Entry<K, V> before, @Nullable Entry<K, V> after) {}
}
