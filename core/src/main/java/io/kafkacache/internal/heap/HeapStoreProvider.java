package io.kafkacache.internal.heap;

import io.kafkacache.StoreFactory;
import io.kafkacache.StoreProvider;
import java.util.Optional;

/** Knows the stores {@code heap} and {@code sorted}. */
public final class HeapStoreProvider implements StoreProvider {
    @Override
    public Optional<StoreFactory> store(String name) {
        return switch (name) {
            case "heap" -> Optional.of(HeapStore::new);
            case "sorted" -> Optional.of(HeapStore::sorted);
            default -> Optional.empty();
        };
    }
}
