package io.kafkacache.e2e.simulation;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.Entry;
import io.kafkacache.Index;
import io.kafkacache.Interpreter;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KeyRange;
import io.kafkacache.PartitionStatus;
import io.kafkacache.Positions;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.Store;
import io.kafkacache.StoreFactory;
import io.kafkacache.codec.Codecs;
import io.kafkacache.e2e.simulation.history.Event.Observed;
import io.kafkacache.e2e.simulation.history.Event.Read;
import io.kafkacache.e2e.simulation.history.Event.Replayed;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.internal.heap.HeapStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** One open cache of a world, and the eyes on it. */
final class SimulatedCache implements StoreFactory, InterleavedStore.Witness {
    static final Duration BARRIER_TIMEOUT = Duration.ofSeconds(5);
    private static final int LOOKS_FOR_ONE_READ_BEFORE_READY = 4;

    private final int number;
    private final World world;
    private final Isolation isolation;
    private final KafkaCache<String, String> cache;
    private final Index<Integer, String, String> index;
    private boolean inBatch;

    /** Of each generation where its store stands, by partition. */
    private final List<Map<Integer, Long>> applied = new ArrayList<>();

    private @Nullable Snapshot last;
    private boolean dirty;
    private boolean closed;
    private int looks;

    SimulatedCache(int number, World world, Isolation isolation, int writer) {
        this.number = number;
        this.world = world;
        this.isolation = isolation;
        int first = world.topic().firstPartitions();
        cache = KafkaCache.builder(world.log().topic(), Codecs.utf8(), Codecs.utf8())
                .log(world.log())
                .name("s" + world.seed() + "-" + number)
                .identity("simulation")
                .isolation(isolation)
                .readOnly(false)
                .partitioner((key, partitions) -> Keys.partition(key, writer, first))
                .barrierTimeout(BARRIER_TIMEOUT)
                .validateReads(SimulatedTopic.VALID)
                .store(this)
                .open();
        index = cache.index("hash", SimulatedCache::indexKeys);
    }

    /** Several of one value, several values of one. */
    private static List<Integer> indexKeys(String value) {
        return List.of(value.hashCode() & 1, 2 + (value.hashCode() >> 1 & 1));
    }

    int number() {
        return number;
    }

    Isolation isolation() {
        return isolation;
    }

    KafkaCache<String, String> cache() {
        return cache;
    }

    boolean isOpen() {
        return !closed;
    }

    /** Its owner closes it; what it shows from here on is nobody's business. */
    void close() {
        closed = true;
        cache.close();
    }

    @Override
    public <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter) {
        dirty = true;
        applied.add(new HashMap<>());
        boolean sorted = (world.seed() + number) % 2 == 0; // so two caches of one world often differ
        Store<K, V> store = sorted ? HeapStore.sorted(name, interpreter) : new HeapStore<>(name, interpreter);
        return new InterleavedStore<>(applied.size(), store, sorted, this);
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
        Map<String, Shown> shown = new HashMap<>();
        for (String key : keys) {
            Shown entry = shown(key);
            if (entry != null) {
                shown.put(key, entry);
            }
        }
        if (status.ready() && !over) {
            scan(shown);
            find(shown);
        }
        return shown;
    }

    /** What an index finds is what reads show; in the midst of a batch it may lack some of that. */
    private void find(Map<String, Shown> shown) {
        Map<Integer, Set<String>> expected = new HashMap<>();
        shown.forEach((key, entry) -> {
            String value = entry.value();
            if (value != null) {
                indexKeys(value).forEach(indexKey -> expected.computeIfAbsent(indexKey, i -> new HashSet<>())
                        .add(key));
            }
        });
        for (int indexKey = 0; indexKey < 4; indexKey++) {
            Set<String> found;
            try {
                found = Set.copyOf(index.keys(indexKey));
            } catch (KafkaCacheException e) {
                return; // reads fail as well
            }
            Set<String> exact = expected.getOrDefault(indexKey, Set.of());
            if (inBatch ? !exact.containsAll(found) : !exact.equals(found)) {
                throw new IllegalStateException(
                        "an index finds " + found + " where reads show " + exact + (inBatch ? " in the midst" : ""));
            }
        }
    }

    /** What is read by ranges is what is read by keys, in their order; all of it is judged as the latter. */
    private void scan(Map<String, Shown> shown) {
        List<String> keys = shown.keySet().stream().sorted().toList(); // ASCII: this is the order of their bytes
        Map<String, Shown> scanned = new LinkedHashMap<>();
        List<String> last = new ArrayList<>();
        try {
            cache.scan(KeyRange.all()).forEach(entry -> scanned.put(entry.key(), Objects.requireNonNull(shown(entry))));
            cache.scanKeys(KeyRange.<String>all().reversed().limit(2)).forEach(last::add);
        } catch (KafkaCacheException e) {
            return; // reads fail as well
        }
        if (!scanned.equals(shown) || !keys.equals(List.copyOf(scanned.keySet()))) {
            throw new IllegalStateException("a scan shows " + scanned + " where reads show " + shown);
        }
        List<String> highest = keys.subList(Math.max(0, keys.size() - 2), keys.size());
        if (last.size() != highest.size()
                || !highest.containsAll(last)
                || (last.size() == 2 && last.get(0).compareTo(last.get(1)) < 0)) {
            throw new IllegalStateException("a scan gives " + last + " as the highest of " + keys);
        }
    }

    private @Nullable Shown shown(String key) {
        try {
            return shown(cache.entry(key));
        } catch (RejectedRecordException e) {
            return new Shown(
                    e.rejection().offset().topicId(),
                    e.rejection().offset().partition(),
                    e.rejection().offset().offset(),
                    null);
        } catch (KafkaCacheException e) {
            return null; // not ready, or it has failed since: the status says so
        }
    }

    /** What an entry shows; null for none. */
    static @Nullable Shown shown(@Nullable Entry<? extends String, ? extends String> entry) {
        if (entry == null) {
            return null;
        }
        String value = entry.rejection() == null ? entry.value() : null;
        return new Shown(entry.source().topicId(), entry.source().partition(), entry.offsetInPartition(), value);
    }

    CacheState state() {
        return cache.status().state();
    }

    /** Whether it has read all there is of every partition that it reads. */
    boolean isAtTheHead() {
        CacheStatus status = cache.status();
        return status.ready()
                && status.state() == CacheState.READY
                && Objects.equals(status.topicId(), world.log().topicId())
                && status.partitions().stream().noneMatch(p -> world.topic()
                        .hasMore(p.partition(), p.position().offset(), isolation));
    }
}
