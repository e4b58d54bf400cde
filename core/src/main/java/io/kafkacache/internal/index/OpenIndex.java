package io.kafkacache.internal.index;

import io.kafkacache.ClosedException;
import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.NotReadyException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One index. Changed by the reader's activity alone, and read by any thread through one volatile field. */
final class OpenIndex<I, K, V> implements Index<I, K, V> {
    private final String name;
    private final Function<? super V, ? extends Collection<? extends I>> function;
    private final Indexes<K, V> owner;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private volatile @Nullable Postings<I, K, V> postings;
    private volatile boolean closed;
    private @Nullable Postings<I, K, V> next; // reader's activity only

    OpenIndex(String name, Function<? super V, ? extends Collection<? extends I>> function, Indexes<K, V> owner) {
        this.name = name;
        this.function = function;
        this.owner = owner;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Entry<K, V>> entries(I key) {
        Entries<K, V> entries = owner.reads().entries();
        List<Entry<K, V>> found = new ArrayList<>();
        for (Entry<K, V> posted : postings().of(Objects.requireNonNull(key, "key"))) {
            Entry<K, V> now = entries.entry(posted.key());
            if (now != null && (isSame(now, posted) || indexKeys(now, false).contains(key))) {
                found.add(now);
            }
        }
        return found;
    }

    /** Whether an entry comes from the same record, and so has the same index keys. */
    private static boolean isSame(Entry<?, ?> one, Entry<?, ?> other) {
        return one.offsetInPartition() == other.offsetInPartition()
                && one.source().equals(other.source());
    }

    @Override
    public int size(I key) {
        owner.reads().entries();
        return postings().of(Objects.requireNonNull(key, "key")).size();
    }

    @Override
    public int size() {
        owner.reads().entries();
        return postings().size();
    }

    private Postings<I, K, V> postings() {
        Postings<I, K, V> now = postings;
        if (closed) {
            throw new ClosedException(owner.cache() + ": the index " + name + " is closed");
        }
        if (now == null) {
            throw new NotReadyException(
                    owner.cache() + ": the index " + name + " is still being built; wait for its ready() first");
        }
        return now;
    }

    @Override
    public CompletableFuture<Void> ready() {
        return owner.reads().following(ready);
    }

    @Override
    public void close() {
        closed = true;
        owner.remove(this);
        end(new ClosedException(owner.cache() + ": the index " + name + " is closed"));
    }

    /** It never gets ready, unless it is already. */
    void end(KafkaCacheException reason) {
        ready.completeExceptionally(reason);
    }

    /** Goes through what readers may not see yet. Reader's activity only, as all below. */
    void fill(Entries<K, V> entries) {
        Postings<I, K, V> filled = new Postings<>();
        entries.forEach(entry -> {
            guarded(() -> indexKeys(entry, true).forEach(key -> filled.add(key, owner.identity(entry), entry)));
            owner.reads().atWork();
        });
        next = filled;
    }

    /** The {@code equals} and {@code hashCode} of index keys are the user's as well, and the reader must outlive them. */
    private void guarded(Runnable posting) {
        try {
            posting.run();
        } catch (Throwable thrown) {
            owner.threw(name, thrown);
        }
    }

    /** Readers see what was filled. */
    void show() {
        if (next != null) {
            postings = next;
            next = null;
        }
        if (postings != null) {
            ready.complete(null);
        }
    }

    /** An entry has changed: it is found by its new index keys before it is lost by its former ones. */
    void change(@Nullable Entry<K, V> before, @Nullable Entry<K, V> after) {
        Postings<I, K, V> now = postings;
        if (now != null) {
            guarded(() -> change(now, before, after));
        }
    }

    private void change(Postings<I, K, V> now, @Nullable Entry<K, V> before, @Nullable Entry<K, V> after) {
        Set<I> added = after == null ? Set.of() : indexKeys(after, true);
        if (after != null) {
            Object identity = owner.identity(after);
            added.forEach(key -> now.add(key, identity, after));
        }
        if (before != null) {
            Object identity = owner.identity(before);
            indexKeys(before, false).stream()
                    .filter(key -> !added.contains(key))
                    .forEach(key -> now.remove(key, identity));
        }
    }

    /** None where there is no value, or where the function throws, which harms nothing but that. */
    private Set<I> indexKeys(Entry<K, V> entry, boolean counted) {
        if (entry.rejection() != null) {
            return Set.of();
        }
        try {
            Collection<? extends I> keys = function.apply(entry.value());
            Set<I> each = new LinkedHashSet<>();
            for (I key : keys) {
                each.add(Objects.requireNonNull(key, "an index key"));
            }
            return each;
        } catch (Throwable thrown) { // user code may throw anything, and the reader must outlive it
            if (counted) {
                owner.threw(name, thrown);
            }
            return Set.of();
        }
    }
}
