package io.kafkacache.e2e.simulation;

import io.kafkacache.RecordOffset;
import io.kafkacache.e2e.simulation.history.Event.BarrierBegun;
import io.kafkacache.e2e.simulation.history.Event.BarrierEnded;
import io.kafkacache.e2e.simulation.history.Event.PutBegun;
import io.kafkacache.e2e.simulation.history.Event.PutEnded;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who waits for something in the caches of a world: for what he has written, for a record, or for everything acknowledged. */
final class Waiters {
    private final World world;
    private int barriers;
    private int waiting;
    private int puts;

    Waiters(World world) {
        this.world = world;
    }

    boolean areWaiting() {
        return waiting > 0;
    }

    /** Waits for everything acknowledged. */
    void sync(SimulatedCache cache) {
        watch(cache, null, () -> cache.cache().sync());
    }

    /** Waits for a record. */
    void await(SimulatedCache cache, RecordOffset offset) {
        if (cache.isOpen()) {
            watch(cache, offset, () -> cache.cache().await(offset));
        }
    }

    private void watch(SimulatedCache cache, @Nullable RecordOffset offset, Supplier<CompletableFuture<Void>> wait) {
        int barrier = barriers++;
        waiting++;
        world.topic().notice();
        cache.look();
        world.tell(new BarrierBegun(barrier, cache.number(), offset, SimulatedCache.BARRIER_TIMEOUT.toMillis()));
        CompletableFuture<Void> unused = wait.get().whenComplete((done, failure) -> {
            waiting--;
            world.topic().notice();
            cache.look();
            world.tell(new BarrierEnded(barrier, name(failure), String.valueOf(cause(failure))));
        });
    }

    /** Writes through a cache, null to delete, and waits until that can be read there. */
    void put(SimulatedCache cache, String key, @Nullable String value) {
        int put = puts++;
        world.tell(new PutBegun(put, cache.number(), value));
        CompletableFuture<RecordOffset> future =
                value == null ? cache.cache().delete(key) : cache.cache().put(key, value);
        CompletableFuture<RecordOffset> unused = future.whenComplete((offset, failure) -> {
            world.tell(new PutEnded(put, name(failure)));
            if (failure == null) {
                await(cache, offset);
            }
        });
    }

    private static @Nullable String name(@Nullable Throwable failure) {
        Throwable cause = cause(failure);
        return cause == null ? null : cause.getClass().getSimpleName();
    }

    /** What a future failed with; null where it did not. */
    static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }
}
