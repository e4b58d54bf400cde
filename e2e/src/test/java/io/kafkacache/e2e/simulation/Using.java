package io.kafkacache.e2e.simulation;

import io.kafkacache.RecordOffset;
import io.kafkacache.e2e.simulation.history.Hearing;
import io.kafkacache.e2e.simulation.history.Manner;
import java.util.function.Consumer;

/** What users do with caches. */
final class Using {
    private Using() {}

    private static void with(World world, int slot, Consumer<SimulatedCache> use) {
        SimulatedCache cache = world.in(slot);
        if (cache != null) {
            use.accept(cache);
        }
    }

    /** Opens a cache; where there is one in this slot, nothing. */
    record Open(int slot, Manner manner, Window window, int writer) implements Operation {
        @Override
        public void perform(World world) {
            world.open(slot, manner.startingAt(window.from(world.topic())), writer);
        }
    }

    /** Closes a cache. */
    record Close(int slot) implements Operation {
        @Override
        public void perform(World world) {
            world.close(slot);
        }
    }

    /** Closes all caches at once. */
    record CloseAll() implements Operation {
        @Override
        public void perform(World world) {
            world.closeAll();
        }
    }

    /** Waits until all caches are ready. */
    record AwaitAll() implements Operation {
        @Override
        public void perform(World world) {
            world.together().awaitReady();
        }
    }

    /** Closes a cache and opens it again. */
    record Restart(int slot, int writer) implements Operation {
        @Override
        public void perform(World world) {
            with(world, slot, cache -> {
                world.close(slot);
                world.open(slot, cache.manner(), writer);
            });
        }
    }

    /** Writes through a cache, a tombstone or a record, and waits until it can be read there. */
    record Put(int slot, int key, boolean tombstone) implements Operation {
        @Override
        public void perform(World world) {
            with(world, slot, cache -> {
                world.waiters()
                        .put(
                                cache,
                                Keys.common(key),
                                tombstone ? null : world.topic().nextValue());
            });
        }
    }

    /** Waits for everything acknowledged. */
    record Sync(int slot) implements Operation {
        @Override
        public void perform(World world) {
            with(world, slot, world.waiters()::sync);
        }
    }

    /** Waits for what somebody else has written, {@code back} records before the end. */
    record Await(int slot, int partition, int back) implements Operation {
        @Override
        public void perform(World world) {
            if (world.topic().exists()) {
                int p = Math.floorMod(partition, world.log().partitions());
                long offset = Math.max(0, world.log().partition(p).end() - 1 - back);
                RecordOffset awaited =
                        new RecordOffset(world.log().topic(), world.log().topicId(), p, offset);
                with(world, slot, cache -> world.waiters().await(cache, awaited));
            }
        }
    }

    /** Listens. */
    record Listen(int slot, Hearing hearing) implements Operation {
        @Override
        public void perform(World world) {
            with(world, slot, cache -> world.subscribers().listen(cache, hearing));
        }
    }

    /** Listens behind a token that was given some tokens ago. */
    record Resume(int slot, int back, Hearing hearing) implements Operation {
        @Override
        public void perform(World world) {
            with(world, slot, cache -> world.subscribers().resume(cache, back, hearing));
        }
    }

    /** Closes a listener. */
    record Unlisten(int slot) implements Operation {
        @Override
        public void perform(World world) {
            with(world, slot, world.subscribers()::unlisten);
        }
    }
}
