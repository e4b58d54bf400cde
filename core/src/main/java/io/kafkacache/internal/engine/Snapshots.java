package io.kafkacache.internal.engine;

import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KeyRange;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.Snapshot;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes snapshots for users. A view is taken by the reader, between two batches, for only there its positions are exactly those of what it shows;
 * the reader's mail is read also while it is frozen, halted or reads the topic again. Any thread.
 */
final class Snapshots<K, V> {
    private final Driver driver;
    private final Consumer<Runnable> mail;
    private final Supplier<Entries<K, V>> entries;
    private final Ranges<K> ranges;
    private final Set<Wanted> waiting = ConcurrentHashMap.newKeySet();
    private volatile @Nullable KafkaCacheException ended;

    /**
     * No snapshots yet.
     *
     * @param mail has something run by the reader between two batches; may drop it once the cache has ended
     * @param entries what answers reads; throws what says why there is nothing
     * @param ranges encodes the bounds of a range
     */
    Snapshots(Driver driver, Consumer<Runnable> mail, Supplier<Entries<K, V>> entries, Ranges<K> ranges) {
        this.driver = driver;
        this.mail = mail;
        this.entries = entries;
        this.ranges = ranges;
    }

    CompletableFuture<Snapshot<K, V>> take() {
        Wanted wanted = new Wanted();
        waiting.add(wanted);
        KafkaCacheException reason =
                ended; // looked at after it waits: who ends looks at what waits later, or was first
        if (reason != null) {
            wanted.fail(reason);
        } else {
            mail.accept(wanted::take);
        }
        return wanted.future;
    }

    /** Takes none any more. */
    void end(KafkaCacheException reason) {
        ended = reason;
        waiting.forEach(wanted -> wanted.fail(reason));
    }

    private final class Wanted {
        private final CompletableFuture<Snapshot<K, V>> future = driver.newFuture();

        /** By the reader. */
        void take() {
            if (future.isDone()) {
                waiting.remove(this);
                return;
            }
            try {
                View<K, V> view =
                        entries.get().view(); // what it throws else ends the reader, and that fails all who wait
                waiting.remove(this);
                driver.callback(() -> {
                    if (!future.complete(new Taken<>(view, ranges))) {
                        view.close();
                    }
                });
            } catch (KafkaCacheException e) {
                fail(e);
            }
        }

        void fail(KafkaCacheException reason) {
            waiting.remove(this);
            driver.callback(() -> future.completeExceptionally(reason));
        }
    }

    private record Taken<K, V>(View<K, V> view, Ranges<K> ranges) implements Snapshot<K, V> {
        @Override
        public Positions positions() {
            return view.positions();
        }

        @Override
        public long size() {
            return view.size();
        }

        @Override
        public void forEach(Consumer<? super Entry<K, V>> visitor) {
            view.forEach(visitor);
        }

        @Override
        public Scan<Entry<K, V>> scan(KeyRange<? super K> range) {
            return view.scan(ranges.encoded(range));
        }

        @Override
        public Scan<K> scanKeys(KeyRange<? super K> range) {
            return view.scanKeys(ranges.encoded(range));
        }

        @Override
        public void close() {
            view.close();
        }
    }
}
