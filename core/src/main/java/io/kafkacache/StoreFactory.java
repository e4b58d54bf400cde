package io.kafkacache;

/** Makes the store of a generation; a cache asks for a new one whenever it reads its topic from the start. Safe for any thread. */
@FunctionalInterface
public interface StoreFactory {
    /**
     * Makes an empty store.
     *
     * @param <K> the key
     * @param <V> the value
     * @param name the cache's name, for files and messages
     * @param interpreter gives bytes their meaning
     * @return a new store
     */
    <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter);
}
