package io.kafkacache.internal.heap;

import io.kafkacache.StoreFactory;
import io.kafkacache.StoreProvider;
import java.util.Optional;

/** Knows the store {@code heap}. */
public final class HeapStoreProvider implements StoreProvider {
    @Override
    public Optional<StoreFactory> store(String name) {
        return name.equals("heap") ? Optional.of(HeapStore::new) : Optional.empty();
    }
}
