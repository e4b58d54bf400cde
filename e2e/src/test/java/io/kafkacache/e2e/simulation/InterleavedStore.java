package io.kafkacache.e2e.simulation;

import io.kafkacache.Applied;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Store;
import io.kafkacache.View;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A store in whose midst others run. A cache's reader is a thread of its own: while it applies a batch, users read, listeners are told, waits end.
 * On one thread none of that could be seen, so here it happens before a record is applied.
 */
final class InterleavedStore<K, V> implements Store<K, V> {
    private final Store<K, V> store;
    private final Witness witness;
    private Positions committed = Positions.none();
    private boolean live;

    InterleavedStore(Store<K, V> store, Witness witness) {
        this.store = store;
        this.witness = witness;
    }

    /** Is told what the reader does to the store. */
    interface Witness {
        /** A record is about to be applied; {@code live} says whether readers see it. */
        void applying(boolean live);

        void applied(int partition, long offset, boolean live);

        void committed();

        /** The replay is over; what the store holds is complete up to these positions. */
        void replayed(Positions positions);
    }

    @Override
    public Replay replay() {
        return store.replay();
    }

    @Override
    public Applied apply(Change<K, V> change) {
        witness.applying(live);
        Applied applied = store.apply(change);
        witness.applied(change.source().partition(), change.offset(), live);
        return applied;
    }

    @Override
    public void commit(Positions positions) {
        store.commit(positions);
        committed = positions;
        witness.committed();
    }

    @Override
    public void replayed(Parallel parallel) {
        store.replayed(parallel);
        live = true;
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
