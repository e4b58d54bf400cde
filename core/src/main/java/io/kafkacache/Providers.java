package io.kafkacache;

import java.util.ServiceLoader;

/** Finds what stands in other packages and artifacts, and which this one cannot name. */
final class Providers {
    private Providers() {}

    /** What opens caches: the engine, which the API does not know. */
    static CacheOpener opener() {
        return ServiceLoader.load(CacheOpener.class, Providers.class.getClassLoader())
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the kafka-cache jar is incomplete: it has no CacheOpener"));
    }

    /**
     * A store by its name.
     *
     * @throws IllegalArgumentException where no store has this name
     */
    static StoreFactory store(String name) {
        return ServiceLoader.load(StoreProvider.class, Providers.class.getClassLoader()).stream()
                .flatMap(provider -> provider.get().store(name).stream())
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "store=" + name + " is not known; 'heap' and 'sorted' are always there, "
                                + "'rocksdb' needs the artifact kafka-cache-rocksdb on the class path"));
    }
}
