package io.kafkacache.e2e.simulation;

import io.kafkacache.Applied;
import io.kafkacache.ByteRange;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.Source;
import io.kafkacache.Standing;
import io.kafkacache.Store;
import io.kafkacache.View;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in whose midst others run. A cache's reader is a thread of its own: while it applies a batch, users read, listeners are told, waits end.
 * On one thread none of that could be seen, so here it happens before a record is applied and before a batch is committed.
 */
final class InterleavedStore<K, V> implements Store<K, V> {
    private final int generation;
    private final Store<K, V> store;
    private final boolean showsBatches;
    private final Witness witness;
    private final List<Runnable> uncommitted = new ArrayList<>();
    private Positions committed = Positions.none();
    private boolean replayed;
    private boolean begun; // a batch

    /** A store that, once it is replayed, {@code showsBatches} when they are committed, or else each record when it is applied. */
    InterleavedStore(int generation, Store<K, V> store, boolean showsBatches, Witness witness) {
        this.generation = generation;
        this.store = store;
        this.showsBatches = showsBatches;
        this.witness = witness;
    }

    /** Is told what the reader does to the store. */
    interface Witness {
        /** A record is about to be applied, or a batch of them about to be committed. */
        void applying();

        /** A record is in the store of this generation, whether readers see it or not. */
        void given(int generation, Source source, long offset);

        /** Readers of the store of this generation see this record. */
        void applied(int generation, int partition, long offset);

        /** A store that was replayed and had so many entries lost one by this record. */
        void removed(int generation, int partition, long offset, long entries);

        /** A batch has ended in the store of this generation. */
        void committed(int generation, Positions positions);

        /** The replay is over; what the store holds is complete up to these positions. */
        void replayed(Positions positions);
    }

    @Override
    public Replay replay() {
        return store.replay();
    }

    @Override
    public Applied apply(Change<K, V> change) {
        begun = true;
        witness.applying();
        long entries = store.size();
        Applied applied = store.apply(change);
        int partition = change.source().partition();
        long offset = change.offset();
        witness.given(generation, change.source(), offset);
        if (replayed && applied == Applied.REMOVED) {
            witness.removed(generation, partition, offset, entries);
        }
        if (showsBatches && replayed) {
            uncommitted.add(() -> witness.applied(generation, partition, offset));
        } else {
            witness.applied(generation, partition, offset);
        }
        return applied;
    }

    @Override
    public void commit(Positions positions) {
        if (begun) {
            begun = false;
            witness.applying();
        }
        store.commit(positions);
        uncommitted.forEach(Runnable::run);
        uncommitted.clear();
        committed = positions;
        witness.committed(generation, positions);
    }

    @Override
    public void replayed(Parallel parallel) {
        store.replayed(parallel);
        replayed = true;
        witness.replayed(committed);
    }

    @Override
    public @Nullable V get(K key) {
        return store.get(key);
    }

    @Override
    public @Nullable Entry<K, V> entry(K key) {
        return store.entry(key);
    }

    @Override
    public @Nullable Entry<K, V> latest(K key) {
        return store.latest(key);
    }

    @Override
    public Scan<Entry<K, V>> scan(ByteRange range) {
        return store.scan(range);
    }

    @Override
    public Scan<K> scanKeys(ByteRange range) {
        return store.scanKeys(range);
    }

    @Override
    public Standing standing(K key) {
        return store.standing(key);
    }

    @Override
    public boolean isOutranked(K key, int partition, long timestampMillis) {
        return store.isOutranked(key, partition, timestampMillis);
    }

    @Override
    public long heldBy(K key, int partition) {
        return store.heldBy(key, partition);
    }

    @Override
    public void rememberRemovals() {
        store.rememberRemovals();
    }

    @Override
    public boolean forgetRemovals(long nowNanos, long beforeNanos) {
        return store.forgetRemovals(nowNanos, beforeNanos);
    }

    @Override
    public void purge(Taken taken, Purged<K, V> purged) {
        store.purge(taken, purged);
        witness.committed(generation, committed);
    }

    @Override
    public long size() {
        return store.size();
    }

    @Override
    public long bytes() {
        return store.bytes();
    }

    @Override
    public void forEach(Consumer<? super Entry<K, V>> visitor) {
        store.forEach(visitor);
    }

    @Override
    public View<K, V> view() {
        return store.view();
    }

    @Override
    public Positions restored() {
        return store.restored();
    }

    @Override
    public void close() {
        store.close();
    }
}
