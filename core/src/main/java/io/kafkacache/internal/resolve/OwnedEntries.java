package io.kafkacache.internal.resolve;

import io.kafkacache.Cause;
import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Positions;
import io.kafkacache.Store;
import io.kafkacache.Update;
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
    public List<Update<K, V>> change(List<Update<RK, List<Entry<K, V>>>> changed, Positions positions, boolean wanted) {
        List<Update<K, V>> updates = new ArrayList<>();
        for (Update<RK, List<Entry<K, V>>> record : changed) {
            follow(record, updates);
        }
        owners.commit(positions);
        return wanted ? updates : List.of();
    }

    /** A record yields other entries than its key's former one: what it still yields or has come to yield, then what it does not any more. */
    private void follow(Update<RK, List<Entry<K, V>>> record, List<Update<K, V>> updates) {
        Map<Object, Entry<K, V>> former = new LinkedHashMap<>();
        Yields.yieldedBy(record.before()).forEach(entry -> former.put(identity(entry), entry));
        for (Entry<K, V> next : Yields.yieldedBy(record.after())) {
            tell(record, record.cause(), claim(former.remove(identity(next)), next), updates);
        }
        Cause left = record.cause() == Cause.PUT ? Cause.RESOLVED : record.cause();
        former.values().forEach(entry -> tell(record, left, claim(entry, null), updates));
    }

    private static <K, V> void tell(
            Update<?, ?> record, Cause cause, @Nullable Changed<K, V> changed, List<Update<K, V>> updates) {
        if (changed != null) {
            updates.add(new Update<>(
                    changed.key, changed.before, changed.after, record.offset(), record.timestamp(), cause));
        }
    }

    /** In the place of one claim there is another, or none, or a new one; gives what that changes for readers, or null for nothing. */
    @SuppressWarnings("ReferenceEquality") // is it the very claim that stood there
    private @Nullable Changed<K, V> claim(@Nullable Entry<K, V> former, @Nullable Entry<K, V> next) {
        atWork.run();
        Entry<K, V> claim = Objects.requireNonNull(next == null ? former : next);
        Entry<K, V> before = owners.latest(claim.key());
        Entry<K, V> after = claims.change(identity(claim), before, former, next);
        if (after == before) {
            return null;
        }
        owners.set(claim.key(), after);
        return new Changed<>(claim.key(), before, after);
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

    private record Changed<K, V>(
            K key, @Nullable Entry<K, V> before, @Nullable Entry<K, V> after) {}
}
