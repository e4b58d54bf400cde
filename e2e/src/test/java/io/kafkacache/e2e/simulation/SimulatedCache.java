package io.kafkacache.e2e.simulation;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.Interpreter;
import io.kafkacache.PartitionStatus;
import io.kafkacache.Positions;
import io.kafkacache.ResolvedCache;
import io.kafkacache.Source;
import io.kafkacache.Store;
import io.kafkacache.StoreFactory;
import io.kafkacache.e2e.simulation.history.Event.Given;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Read;
import io.kafkacache.e2e.simulation.history.Event.Removed;
import io.kafkacache.e2e.simulation.history.Event.Replayed;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.internal.heap.HeapStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One open cache of a world, and the eyes on it. */
final class SimulatedCache implements StoreFactory, InterleavedStore.Witness {
    static final Duration BARRIER_TIMEOUT = Duration.ofSeconds(5);
    private static final int LOOKS_FOR_ONE_READ_BEFORE_READY = 4;

    private final int number;
    private final World world;
    private final Manner manner;
    private final ResolvedCache<String, String, String, String> cache;
    private final Eyes eyes;
    private boolean inBatch;

    /** Of each generation where its store stands, by partition. */
    private final List<Map<Integer, Long>> applied = new ArrayList<>();

    private @Nullable Snapshot last;
    private boolean dirty;
    private boolean closed;
    private int looks;

    SimulatedCache(int number, World world, Manner manner, int writer, boolean apart) {
        this.number = number;
        this.world = world;
        this.manner = manner;
        cache = new Opening(this, world, manner, apart).open(writer);
        eyes = new Eyes(cache);
    }

    int number() {
        return number;
    }

    Manner manner() {
        return manner;
    }

    ResolvedCache<String, String, String, String> cache() {
        return cache;
    }

    boolean isOpen() {
        return !closed;
    }

    /** Its owner is about to close it together with others. */
    void leave() {
        closed = true;
    }

    /** Its owner closes it; what it shows from here on is nobody's business. */
    void close() {
        closed = true;
        cache.close();
    }

    @Override
    public <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter) {
        dirty = true;
        boolean sorted = (world.seed() + number) % 2 == 0; // so two caches of one world often differ
        Store<K, V> store = sorted ? HeapStore.sorted(name, interpreter) : new HeapStore<>(name, interpreter);
        if (name.endsWith("-entries")) {
            return store; // changed behind the one of records, in a batch that nobody sees the midst of
        }
        applied.add(new HashMap<>());
        return new InterleavedStore<>(applied.size(), store, sorted || world.resolving(), this);
    }

    @Override
    public void applying() {
        inBatch = true;
        world.interleave(this);
    }

    @Override
    public void applied(int generation, int partition, long offset) {
        dirty = true;
        applied.get(generation - 1).merge(partition, offset + 1, Math::max);
    }

    @Override
    public void given(int generation, Source source, long offset) {
        if (manner.judges() && !closed) {
            world.tell(new Given(number, generation, source.topicId(), source.partition(), offset));
        }
    }

    /** The reading to which records are given: the one that began last. */
    int reading() {
        return applied.size();
    }

    @Override
    public void removed(int generation, int partition, long offset, long entries) {
        if (manner.breaker().isBounding() && !closed) {
            world.tell(new Removed(number, generation, partition, offset, entries));
        }
    }

    @Override
    public void committed(int generation, Positions positions) {
        dirty = true;
        inBatch = false;
        world.tell(new Read(number, generation, offsets(positions)));
    }

    private static List<Long> offsets(Positions positions) {
        return IntStream.range(0, positions.partitions())
                .mapToObj(positions::offset)
                .toList();
    }

    @Override
    public void replayed(Positions positions) {
        dirty = true;
        world.tell(new Replayed(number, offsets(positions)));
    }

    /** Looks where something may have changed. */
    void lookIfDirty() {
        if (dirty) {
            look();
        }
    }

    /** Looks at everything a user can see, and tells what is new. */
    void look() {
        if (closed) {
            return;
        }
        dirty = false;
        Snapshot now = snapshot();
        if (!now.equals(last)) {
            last = now;
            world.tell(new Observed(number, now));
        }
    }

    private Snapshot snapshot() {
        CacheStatus status = cache.status();
        List<Long> reached = new ArrayList<>();
        Map<Integer, Long> served = status.generation() == 0 ? Map.of() : applied.get(status.generation() - 1);
        status.partitions().forEach(p -> reached.add(served.getOrDefault(p.partition(), 0L)));
        return new Snapshot(
                status.state(),
                status.ready(),
                status.stale(),
                status.complete(),
                status.topicId(),
                status.generation(),
                status.catchUp().lap(),
                status.partitions().stream().map(PartitionStatus::position).toList(),
                reached,
                shown(status));
    }

    private Map<String, Shown> shown(CacheStatus status) {
        boolean over = status.state() == CacheState.FAILED || status.state() == CacheState.CLOSED;
        List<String> keys = over || (!status.ready() && looks++ % LOOKS_FOR_ONE_READ_BEFORE_READY != 0)
                ? List.of()
                : status.ready() ? Keys.all() : List.of(Keys.key(looks));
        Map<String, Shown> shown = eyes.shown(keys);
        if (status.ready() && !over) {
            Map<String, Shown> all = world.resolving() ? Shares.seen(cache, manner, shown) : shown;
            eyes.scan(all);
            eyes.find(all, inBatch);
        }
        return shown;
    }

    CacheState state() {
        return cache.status().state();
    }

    /** Whether reads are answered. */
    boolean isReadable() {
        CacheStatus status = cache.status();
        return !closed && status.ready() && status.state() != CacheState.FAILED;
    }

    private boolean isAtTheHead(PartitionStatus status) {
        int partition = status.partition();
        long position = status.position().offset();
        return position <= world.log().partition(partition).end()
                && !world.topic().hasMore(partition, position, manner.isolation());
    }

    /** Whether it has read all there is of every partition that it reads, and no more; or all that it will ever read. */
    boolean isAtTheHead() {
        CacheStatus status = cache.status();
        if (status.state() == CacheState.HALTED && manner.haltsAtRejected()) {
            return true;
        }
        return status.ready()
                && status.state() == CacheState.READY
                && Objects.equals(status.topicId(), world.log().topicId())
                && status.partitions().stream().allMatch(this::isAtTheHead);
    }
}
