package io.kafkacache.e2e.cluster;

import io.kafkacache.Applied;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;
import io.kafkacache.Store;
import io.kafkacache.StoreFactory;
import io.kafkacache.internal.heap.HeapStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes stores that lie in one way from when they are told to. Any thread. */
final class LyingStore implements StoreFactory {
    private final Lie lie;
    private final Map<Object, Entry<?, ?>> firstShown = new ConcurrentHashMap<>();
    private volatile boolean lying;

    LyingStore(Lie lie) {
        this.lie = lie;
    }

    /** What is told of a key. */
    enum Lie {
        /** What was shown of it first. */
        STALE,
        /** What it held, though it was deleted. */
        GHOST,
        /** Something that nobody wrote. */
        INVENTED,
        /** Nothing of what is written from now on. */
        LOST
    }

    /** Tells the truth no more. */
    void lie() {
        lying = true;
    }

    @Override
    @SuppressWarnings("unchecked") // the proxy has the interface of what it stands for
    public <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter) {
        Store<K, V> store = new HeapStore<>(name, interpreter);
        return (Store<K, V>) Proxy.newProxyInstance(
                Store.class.getClassLoader(),
                new Class<?>[] {Store.class},
                (proxy, method, arguments) -> told(store, method, arguments));
    }

    private @Nullable Object told(Store<?, ?> store, Method method, Object[] arguments) throws Throwable {
        if (lying && method.getName().equals("apply") && isKept((Change<?, ?>) arguments[0])) {
            return Applied.NOTHING;
        }
        Object truth;
        try {
            truth = method.invoke(store, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
        return method.getName().equals("entry") && truth != null ? shown((Entry<?, ?>) truth) : truth;
    }

    private boolean isKept(Change<?, ?> change) {
        return lie == Lie.LOST || (lie == Lie.GHOST && change.kind() == Change.Kind.REMOVE);
    }

    private Entry<?, ?> shown(Entry<?, ?> truth) {
        Entry<?, ?> first = firstShown.putIfAbsent(truth.key(), truth);
        if (lying && lie == Lie.STALE && first != null) {
            return first;
        }
        return lying && lie == Lie.INVENTED ? invented(truth) : truth;
    }

    private static <K> Entry<K, Object> invented(Entry<K, ?> truth) {
        return Entry.of(
                truth.key(), truth.value() + "!", truth.source(), truth.offsetInPartition(), truth.timestampMillis());
    }
}
