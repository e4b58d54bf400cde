package io.kafkacache.e2e.simulation;

import io.kafkacache.CacheState;
import io.kafkacache.Isolation;
import io.kafkacache.e2e.simulation.history.Event.Fingerprinted;
import io.kafkacache.e2e.simulation.history.Event.LettersLost;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Trait;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The end of a run: everything heals, and time passes until every cache is where the log ends; fresh caches are opened beside them. */
final class Settlement {
    private static final Duration TICK = Duration.ofMillis(500);
    private static final Duration RETENTION_IS_LOOKED_AT = Duration.ofSeconds(11);
    private static final Duration BRAKES_ARE_NOTICED = Duration.ofSeconds(1);
    private static final Duration HEADS_ARE_ASKED_FOR = Duration.ofSeconds(2);
    private static final int MOST_TICKS = 240;

    private final World world;

    Settlement(World world) {
        this.world = world;
    }

    void come() {
        world.heal();
        world.topic().transactions().endAll(true);
        world.topic().create();
        world.look();
        world.perhapsCutUnseen().forEach(this::writeWhereItGrewBack);
        release();
        calm(List.of());
        if (world.topic().isTrimmed()) { // looked at by who does not read again, so behind the calm
            world.advance(RETENTION_IS_LOOKED_AT);
            calm(List.of());
        }
        if (world.subscribers().hasAnybodyResumed()) { // told of what is lost at the next proof of the head
            world.advance(HEADS_ARE_ASKED_FOR);
        }
        List<SimulatedCache> fresh = new ArrayList<>();
        for (Isolation isolation : Isolation.values()) {
            fresh.add(world.openApart(Manner.plain(isolation), 0));
        }
        try {
            calm(fresh);
            world.caches().forEach(world.waiters()::sync);
            fresh.forEach(world.waiters()::sync);
            calm(fresh);
            world.look();
            fresh.forEach(SimulatedCache::look);
            Stream.concat(world.caches().stream(), fresh.stream())
                    .forEach(cache -> world.tell(
                            new Fingerprinted(cache.number(), cache.cache().fingerprint())));
            world.caches().stream()
                    .filter(cache -> cache.manner().has(Trait.WRITING_DEAD_LETTERS))
                    .forEach(cache -> world.tell(new LettersLost(
                            cache.number(), cache.cache().status().deadLetterErrors())));
            world.tell(new Settled(
                    world.caches().stream().map(SimulatedCache::number).toList(),
                    fresh.stream().map(SimulatedCache::number).toList()));
        } finally {
            fresh.forEach(SimulatedCache::close);
        }
    }

    /**
     * A consumer that gets nothing more is missed where the log ends before or behind the position. Where it was cut and grew back to just there,
     * nobody sees a difference until there is something to get.
     */
    private void writeWhereItGrewBack(int partition) {
        int first = world.topic().firstPartitions();
        int key = partition < first ? partition : Keys.COMMON + partition - first;
        while (partition < world.log().partitions() && isSomebodyAtTheEnd(partition)) {
            world.topic().append(Keys.key(key), 0, world.topic().nextValue(), 0);
        }
    }

    private boolean isSomebodyAtTheEnd(int partition) {
        long end = world.log().partition(partition).end();
        return world.caches().stream()
                .flatMap(cache -> cache.cache().status().partitions().stream())
                .anyMatch(status ->
                        status.partition() == partition && status.position().offset() == end);
    }

    /** Nobody is frozen any more; until then whoever is says so. */
    private void release() {
        world.advance(BRAKES_ARE_NOTICED);
        world.look();
        world.caches().forEach(world::unfreeze);
    }

    private void calm(List<SimulatedCache> fresh) {
        world.log().runUntilIdle();
        for (int ticks = 0; ticks < MOST_TICKS && !isCalm(fresh); ticks++) {
            world.advance(TICK);
            world.look();
            world.caches().stream()
                    .filter(cache -> cache.state() == CacheState.HALTED)
                    .forEach(world::unfreeze);
        }
    }

    private boolean isCalm(List<SimulatedCache> fresh) {
        return !world.isAnybodyWaiting()
                && world.caches().stream().allMatch(SimulatedCache::isAtTheHead)
                && fresh.stream().allMatch(SimulatedCache::isAtTheHead);
    }
}
