package io.kafkacache.internal.engine;

import io.kafkacache.Store;
import io.kafkacache.internal.driver.Driver;
import java.util.function.Consumer;

/**
 * When the reader was last seen at work, by which {@code live} tells one that hangs from one that has much to do. A step begins with a touch; one that
 * has to do with every entry, as at the end of a replay, may take minutes and touches with each of them. Touched by the reader and by who works for it;
 * any thread reads it.
 */
final class StepClock {
    private final Driver driver;
    private volatile long touchedNanos;

    StepClock(Driver driver) {
        this.driver = driver;
        touch();
    }

    void touch() {
        touchedNanos = driver.nanoTime();
    }

    long ageNanos() {
        return driver.nanoTime() - touchedNanos;
    }

    /** The same visitor, which touches behind each that it is given. */
    <T> Consumer<T> each(Consumer<? super T> visitor) {
        return visited -> {
            visitor.accept(visited);
            touch();
        };
    }

    /** Runs the parts of one step, on several threads where there are some, and touches behind each. */
    Store.Parallel parallel() {
        Store.Parallel parallel = driver.parallel();
        return (parts, part) -> parallel.run(parts, index -> {
            part.accept(index);
            touch();
        });
    }
}
