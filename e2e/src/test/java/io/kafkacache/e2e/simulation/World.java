package io.kafkacache.e2e.simulation;

import io.kafkacache.CacheState;
import io.kafkacache.FailedException;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Closed;
import io.kafkacache.e2e.simulation.history.Event.Failed;
import io.kafkacache.e2e.simulation.history.Event.Frozen;
import io.kafkacache.e2e.simulation.history.Event.Opened;
import io.kafkacache.e2e.simulation.history.Event.Passed;
import io.kafkacache.e2e.simulation.history.Event.Truncated;
import io.kafkacache.e2e.simulation.history.Event.Unfrozen;
import io.kafkacache.e2e.simulation.history.History;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Trait;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Everything there is in one run: the topic, the caches on it, those who wait and listen, and the record of it all. */
final class World implements AutoCloseable {
    private static final int SLOTS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final int MOST_STEPS_WHILE_TOLD = 12;
    private static final int APPLIES_FOR_ONE_INTERLEAVING = 4;

    private final long seed;
    private final ScriptedLog log;
    private final SimulatedTopic topic;
    private final History history = new History();
    private final SplittableRandom interleaving;
    private final boolean resolving;
    private final Map<Integer, SimulatedCache> caches = new TreeMap<>();
    private final Subscribers subscribers = new Subscribers(this);
    private final Holders holders = new Holders(this);
    private final Waiters waiters = new Waiters(this);
    private final Beside beside = new Beside(this);
    private final Together together;
    private int opened;
    private long passedMillis;
    private final Set<Integer> stalled = new HashSet<>();
    private final Set<Integer> cut = new HashSet<>();
    private @Nullable String wrong;

    World(long seed, Setup setup) {
        this.seed = seed;
        this.interleaving = new SplittableRandom(seed);
        this.resolving = setup.resolving();
        this.together = new Together(this, setup.together());
        log = ScriptedLog.create("t", setup.partitions()).ordering(seed);
        topic = new SimulatedTopic(log, setup, this::tell);
        log.afterEachStep(this::stepped);
    }

    long seed() {
        return seed;
    }

    ScriptedLog log() {
        return log;
    }

    SimulatedTopic topic() {
        return topic;
    }

    Subscribers subscribers() {
        return subscribers;
    }

    Holders holders() {
        return holders;
    }

    History history() {
        return history;
    }

    Beside beside() {
        return beside;
    }

    Waiters waiters() {
        return waiters;
    }

    Together together() {
        return together;
    }

    /** Everything that went wrong is over. */
    void heal() {
        topic.heal();
        beside.heal();
    }

    /** Whether each record yields several entries. */
    boolean resolving() {
        return resolving;
    }

    /** A listener has found something wrong; the run ends behind it, for what a listener throws is nobody's business but the cache's. */
    void found(String what) {
        wrong = what;
    }

    void tell(Event event) {
        if (event instanceof Truncated truncated) {
            cut.add(truncated.partition());
        }
        history.add(log.now().toEpochMilli(), event);
    }

    /** Something may have changed by a step. */
    private void stepped() {
        topic.notice();
        endWhereSomethingIsWrong();
        caches.values().forEach(SimulatedCache::lookIfDirty);
    }

    private void endWhereSomethingIsWrong() {
        if (wrong != null) {
            throw new IllegalStateException(wrong);
        }
    }

    /** While somebody is told something, others run now and then. */
    void dawdle() {
        for (int steps = interleaving.nextInt(MOST_STEPS_WHILE_TOLD); steps > 0; steps--) {
            log.step();
        }
    }

    /** While a reader is in the midst of a batch, others run now and then. */
    void interleave(SimulatedCache cache) {
        if (interleaving.nextInt(APPLIES_FOR_ONE_INTERLEAVING) == 0) {
            cache.look();
            for (int steps = interleaving.nextInt(4); steps > 0; steps--) {
                log.step();
            }
        }
    }

    /** Looks at every cache, whatever was done to the world just now. */
    void look() {
        topic.notice();
        endWhereSomethingIsWrong();
        caches.values().forEach(SimulatedCache::look);
        List.copyOf(caches.entrySet()).forEach(entry -> {
            if (entry.getValue().state() == CacheState.FAILED) {
                bury(entry.getKey(), entry.getValue());
            }
        });
        beside.notice();
        together.look();
        if (passedMillis > 0) {
            tell(new Passed(passedMillis));
            passedMillis = 0;
        }
    }

    /** A cache has failed: its user sees that, whatever he calls, and closes it. */
    private void bury(int slot, SimulatedCache failed) {
        CompletableFuture<Void> stopped = failed.cache().stopped();
        CompletableFuture<Void> sync = failed.cache().sync();
        log.await(stopped, PATIENCE);
        log.await(sync, PATIENCE);
        boolean readsFail = false;
        try {
            failed.cache().get(Keys.key(0));
        } catch (FailedException expected) {
            readsFail = true;
        }
        String why = String.valueOf(failed.cache().status().lastError());
        tell(new Failed(failed.number(), why, hasFailed(stopped), readsFail, hasFailed(sync)));
        close(slot);
    }

    private static boolean hasFailed(CompletableFuture<Void> future) {
        return future.isCompletedExceptionally()
                && future.handle((done, failure) -> Waiters.cause(failure)).join() instanceof FailedException;
    }

    Collection<SimulatedCache> caches() {
        return List.copyOf(caches.values());
    }

    /** The cache in a slot, or null. */
    @Nullable
    SimulatedCache in(int slot) {
        return caches.get(Math.floorMod(slot, SLOTS));
    }

    /** Opens a cache in a slot that is free. */
    void open(int slot, Manner manner, int writer) {
        int free = Math.floorMod(slot, SLOTS);
        if (!caches.containsKey(free)) {
            caches.put(free, open(manner, writer, false));
        }
    }

    /** Opens a cache beside the slots, for itself. */
    SimulatedCache openApart(Manner manner, int writer) {
        return open(manner, writer, true);
    }

    private SimulatedCache open(Manner manner, int writer, boolean apart) {
        Manner whole = resolving ? manner.with(Trait.RESOLVING) : manner;
        SimulatedCache cache = new SimulatedCache(opened++, this, whole, writer, apart);
        tell(new Opened(cache.number(), whole));
        cache.look();
        return cache;
    }

    void close(int slot) {
        SimulatedCache closing = caches.remove(Math.floorMod(slot, SLOTS));
        if (closing != null) {
            subscribers.forget(closing);
            tell(new Closed(closing.number()));
            closing.close();
        }
    }

    /** Closes all caches at once. */
    void closeAll() {
        caches.values().forEach(closing -> {
            subscribers.forget(closing);
            tell(new Closed(closing.number()));
        });
        together.close();
        caches.values().forEach(SimulatedCache::close);
        caches.clear();
    }

    /** Has a cache apply nothing until {@link #unfreeze}. */
    void freeze(SimulatedCache cache) {
        tell(new Frozen(cache.number()));
        cache.cache().freeze();
    }

    /** Has a cache go on, after a freeze or a halt. */
    void unfreeze(SimulatedCache cache) {
        tell(new Unfrozen(cache.number()));
        cache.cache().unfreeze();
    }

    /** Consumers that are open get nothing more of a partition. */
    void stallReaders(int partition) {
        stalled.add(partition);
        log.faults().stallReaders(partition);
    }

    /** The partitions whose log was cut, and perhaps not before consumers that do not tell of it any more. */
    List<Integer> perhapsCutUnseen() {
        return stalled.stream().filter(cut::contains).sorted().toList();
    }

    /** Time passes. */
    void advance(Duration time) {
        log.advance(time);
        passedMillis += time.toMillis();
    }

    boolean isAnybodyWaiting() {
        return waiters.areWaiting() || holders.areWaiting();
    }

    @Override
    public void close() {
        log.faults().heal();
        log.afterEachStep(() -> {});
        together.end();
        caches.values().forEach(SimulatedCache::close);
        beside.close();
    }
}
