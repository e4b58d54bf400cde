package io.kafkacache.internal.engine;

import io.kafkacache.internal.driver.Driver;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tells code of the user of one thing after the other, where callbacks run, so that whoever has something to tell never waits for it. Safe
 * for any thread.
 */
final class Notices<T> {
    private final Driver driver;
    private final int most;
    private final Consumer<? super T> told;
    private final Consumer<Throwable> threw;
    private final Queue<T> waiting = new ArrayDeque<>();
    private boolean telling;

    /** {@code threw} is given what {@code told} throws, so that the next are told all the same. */
    Notices(Driver driver, int most, Consumer<? super T> told, Consumer<Throwable> threw) {
        this.driver = driver;
        this.most = most;
        this.told = told;
        this.threw = threw;
    }

    /** Has it told soon; false where too many wait, and this one is not told. */
    boolean add(T notice) {
        synchronized (this) {
            if (waiting.size() >= most) {
                return false;
            }
            waiting.add(notice);
            if (telling) {
                return true;
            }
            telling = true;
        }
        try {
            driver.callback(this::tell);
        } catch (Throwable t) { // no thread could be made; the next one may have this told as well
            synchronized (this) {
                telling = false;
            }
            threw.accept(t);
        }
        return true;
    }

    private void tell() {
        for (T notice = next(); notice != null; notice = next()) {
            try {
                told.accept(notice);
            } catch (Throwable t) { // user code may throw anything
                threw.accept(t);
            }
        }
    }

    private synchronized @Nullable T next() {
        T notice = waiting.poll();
        telling = notice != null;
        return notice;
    }
}
