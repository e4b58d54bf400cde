package io.kafkacache.testing;

import io.kafkacache.ClosedException;
import io.kafkacache.Entry;
import io.kafkacache.Index;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/** Looks through all entries at each call: a fake's map may change behind its back. */
final class MapIndex<I, K, V> implements Index<I, K, V> {
    private final String name;
    private final Supplier<List<Entry<K, V>>> entries;
    private final Function<? super V, ? extends Collection<? extends I>> function;
    private volatile boolean closed;

    MapIndex(
            String name,
            Supplier<List<Entry<K, V>>> entries,
            Function<? super V, ? extends Collection<? extends I>> function) {
        this.name = Objects.requireNonNull(name, "name");
        this.entries = entries;
        this.function = Objects.requireNonNull(function, "function");
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<Entry<K, V>> entries(I key) {
        Objects.requireNonNull(key, "key");
        return all().stream()
                .filter(entry -> function.apply(entry.value()).contains(key))
                .toList();
    }

    @Override
    public int size(I key) {
        return entries(key).size();
    }

    @Override
    public int size() {
        Set<Object> keys = new HashSet<>();
        all().forEach(entry -> keys.addAll(function.apply(entry.value())));
        return keys.size();
    }

    private List<Entry<K, V>> all() {
        if (closed) {
            throw new ClosedException("the index " + name + " is closed");
        }
        return entries.get();
    }

    @Override
    public CompletableFuture<Void> ready() {
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        closed = true;
    }
}
