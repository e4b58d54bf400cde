package io.kafkacache.internal.index;

import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.Interpreter;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.Update;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * All indexes of a cache. The reader fills them from what it is about to show, and changes them with each batch, before the positions are
 * published; so whoever was told that a record is applied finds it by its index keys. Any thread may add and remove one.
 */
public final class Indexes<K, V> {
    private final String cache;
    private final Interpreter<K, ?> keys;
    private final Reads<K, V> reads;
    private final BiConsumer<String, Throwable> thrown;
    private final List<OpenIndex<?, K, V>> all = new CopyOnWriteArrayList<>(); // added to under this
    private volatile @Nullable KafkaCacheException ended;

    /**
     * None yet.
     *
     * @param cache the cache's name
     * @param thrown is told of an index by its name what its function has thrown
     */
    public Indexes(String cache, Interpreter<K, ?> keys, Reads<K, V> reads, BiConsumer<String, Throwable> thrown) {
        this.cache = cache;
        this.keys = keys;
        this.reads = reads;
        this.thrown = thrown;
    }

    /** Makes an index; where the cache is ready already, the reader fills it between two batches. */
    public <I> Index<I, K, V> add(String name, Function<? super V, ? extends Collection<? extends I>> function) {
        OpenIndex<I, K, V> added = new OpenIndex<>(
                Objects.requireNonNull(name, "name"), Objects.requireNonNull(function, "function"), this);
        synchronized (this) {
            if (all.stream().anyMatch(index -> index.name().equals(name))) {
                throw new IllegalArgumentException(
                        cache + ": there is an index " + name + " already; close it first, or take another name");
            }
            all.add(added);
        }
        KafkaCacheException reason = ended; // looked at after it was added: who ends looks at all later, or was first
        if (reason != null) {
            added.end(reason);
        } else {
            reads.mail(() -> fill(added));
        }
        return added;
    }

    private void fill(OpenIndex<?, K, V> added) {
        Entries<K, V> shown = reads.shown();
        if (shown != null && all.contains(added)) {
            added.fill(shown);
            added.show();
        }
    }

    void remove(OpenIndex<?, K, V> index) {
        all.remove(index);
    }

    /** Whether {@link #change} is to be told of what changes. */
    public boolean wanted() {
        return !all.isEmpty();
    }

    /** Goes through what readers are going to see. Reader's activity only, as the next two. */
    public void fill(Entries<K, V> entries) {
        all.forEach(index -> index.fill(entries));
    }

    /** Readers see what was filled. */
    public void show() {
        all.forEach(OpenIndex::show);
    }

    /** Entries of what readers see have changed. */
    public void change(List<Update<K, V>> updates) {
        for (OpenIndex<?, K, V> index : all) {
            updates.forEach(update -> {
                index.change(update.before(), update.after());
                reads.atWork();
            });
        }
    }

    /** The cache has ended: what is not ready will not be. */
    public void end(KafkaCacheException reason) {
        ended = reason;
        all.forEach(index -> index.end(reason));
    }

    String cache() {
        return cache;
    }

    Reads<K, V> reads() {
        return reads;
    }

    void threw(String index, Throwable what) {
        thrown.accept(index, what);
    }

    Object identity(Entry<K, V> entry) {
        return keys.identity(entry.key());
    }

    /** What indexes need of their cache. */
    public interface Reads<K, V> {
        /** What answers reads; throws what says why there is nothing. Any thread. */
        Entries<K, V> entries();

        /** What the reader shows, or null before there is anything. Reader's activity only. */
        @Nullable
        Entries<K, V> shown();

        /** Is told with each entry that the reader has to do with, for there may be millions of them in one step. Reader's activity only. */
        void atWork();

        /** Has something run by the reader between two batches. */
        void mail(Runnable work);

        /** A future of the caller's own that follows {@code root}. */
        CompletableFuture<Void> following(CompletableFuture<Void> root);
    }
}
