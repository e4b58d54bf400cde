package io.kafkacache;

import java.util.Optional;

/** Makes stores known by name; found by {@link java.util.ServiceLoader}. Implementations have a public constructor without arguments. */
public interface StoreProvider {
    /**
     * Finds a store.
     *
     * @param name the name in lower case, such as {@code heap}
     * @return the factory, or empty where this provider does not have it
     */
    Optional<StoreFactory> store(String name);
}
