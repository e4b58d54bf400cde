package io.kafkacache;

import io.kafkacache.internal.heap.HeapStore;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A store of a user's own, which counts what becomes of it, and may fail in making a view. All else a heap store does: by a proxy, for a class that
 * forwards call for call would be longer than what it is for.
 */
final class FailingStore {
    private final Store<?, ?> store;
    int views;
    int viewsClosed;
    int closed;
    boolean fails;

    private FailingStore(Store<?, ?> store) {
        this.store = store;
    }

    /** Makes such stores, and adds them to a list. */
    static StoreFactory factory(List<FailingStore> made) {
        return new StoreFactory() {
            @Override
            @SuppressWarnings("unchecked") // all goes to a store of K and V
            public <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter) {
                FailingStore store = new FailingStore(new HeapStore<>(name, interpreter));
                made.add(store);
                return (Store<K, V>) proxy(Store.class, (proxy, method, arguments) -> store.called(method, arguments));
            }
        };
    }

    private @Nullable Object called(Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("view")) {
            return view();
        }
        closed += method.getName().equals("close") ? 1 : 0;
        return call(store, method, arguments);
    }

    private Object view() {
        if (fails) {
            throw new OutOfMemoryError("no room for a view");
        }
        views++;
        View<?, ?> view = store.view();
        return proxy(View.class, (proxy, method, arguments) -> {
            viewsClosed += method.getName().equals("close") ? 1 : 0;
            return call(view, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static @Nullable Object call(Object target, Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getTargetException();
        }
    }
}
