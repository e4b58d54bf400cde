package io.kafkacache.model;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One random run, made again by its seed: operations on the world, steps of the cache between them, and after each step the question whether
 * what the cache shows may be shown.
 */
final class Run {
    private static final int OPERATIONS = 220;
    private static final Duration RETENTION = Duration.ofSeconds(60);

    private final long seed;
    private final Random random;
    private final World world;
    private final List<Wait> waits = new ArrayList<>();
    private @Nullable KafkaCache<String, String> cache;
    private @Nullable Expectation expectation;
    private boolean polling = true;
    private int opened;
    private String last = "";

    private Run(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
        this.world = new World(random, seed);
        world.log.configure(true, false, RETENTION);
    }

    /** Runs once; throws {@link AssertionError} with the seed where a guarantee did not hold. */
    static void of(long seed) {
        Run run = new Run(seed);
        try {
            run.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", after " + run.last + ": " + e.getMessage(), e);
        } finally {
            run.cache().close();
        }
    }

    private KafkaCache<String, String> cache() {
        return java.util.Objects.requireNonNull(cache);
    }

    private Expectation expected() {
        return java.util.Objects.requireNonNull(expectation);
    }

    private void open() {
        KafkaCache<String, String> next = KafkaCache.builder("t", Codecs.utf8(), Codecs.utf8())
                .log(world.log)
                .name("t" + seed + "-" + opened++)
                .identity("run")
                .store(seed % 2 == 0 ? "sorted" : "heap")
                .isolation(world.isolation)
                .readOnly(false)
                .partitioner((key, partitions) ->
                        world.partitionOf(new String(key, java.nio.charset.StandardCharsets.UTF_8)))
                .open();
        cache = next;
        expectation = new Expectation(world, next);
        waits.clear();
    }

    private void run() {
        for (int i = random.nextInt(20); i > 0; i--) {
            world.append();
        }
        if (random.nextInt(3) == 0) {
            world.log.faults().pollLimit(1 + random.nextInt(2)); // a replay during which much happens
        }
        open();
        while (random.nextInt(8) != 0) {
            rewriteAhead();
        }
        for (int i = 0; i < OPERATIONS; i++) {
            operate();
            for (int steps = random.nextInt(6); steps > 0 && world.log.step(); steps--) {
                check();
            }
            check();
        }
        calmDown();
    }

    private void operate() {
        int dice = random.nextInt(1000);
        if (dice < 430) {
            did("append");
            world.append();
        } else if (dice < 520) {
            did("transact");
            world.transact();
        } else if (dice < 560) {
            did("end of transaction");
            world.endTransaction();
        } else if (dice < 640) {
            did("compaction");
            compact();
        } else if (dice < 700) {
            did("put");
            put();
        } else if (dice < 760) {
            did("sync");
            sync();
        } else if (dice < 880) {
            did("time");
            world.log.advance(Duration.ofMillis(random.nextInt(1500)));
            check();
        } else if (dice < 970) {
            fault();
        } else {
            upheaval();
        }
    }

    private void did(String what) {
        last = what;
    }

    private void compact() {
        int p = random.nextInt(world.log.partitions());
        long below = random.nextInt(3) == 0
                ? Long.MAX_VALUE
                : random.nextLong(world.log.partition(p).end() + 1);
        expected().compacting(p, below, () -> world.log.partition(p).compact(below, false));
    }

    /** A key is rewritten while the cleaner takes what stood of it, ahead of a slow reader or behind it. */
    private void rewriteAhead() {
        did("rewriting and compaction");
        world.append();
        compact();
        for (int steps = random.nextInt(4); steps > 0 && world.log.step(); steps--) {
            check();
        }
    }

    private void put() {
        String key = world.randomKey();
        CompletableFuture<RecordOffset> put =
                random.nextInt(4) == 0 ? cache().delete(key) : cache().put(key, world.nextValue());
        waits.add(Wait.ofWrite(cache(), put, key));
    }

    private void sync() {
        waits.add(Wait.ofSync(cache(), expected()));
    }

    private void fault() {
        switch (random.nextInt(12)) {
            case 0 -> {
                did("failing polls");
                world.log
                        .faults()
                        .failPolls(1 + random.nextInt(3), random.nextBoolean() ? Failure.OTHER : Failure.UNREACHABLE);
            }
            case 1 -> {
                did("failing admin");
                AdminCall call = random.nextBoolean() ? AdminCall.ENDS : AdminCall.DESCRIBE;
                world.log.faults().failAdmin(call, 1 + random.nextInt(3), Failure.UNREACHABLE);
            }
            case 2 -> {
                did("hanging polls");
                polling = false;
                world.log.faults().hangPolls();
            }
            case 3 -> {
                did("hanging admin");
                world.log.faults().hangAdmin(random.nextBoolean() ? AdminCall.ENDS : AdminCall.DESCRIBE);
            }
            case 4 -> {
                did("small polls");
                world.log.faults().pollLimit(1 + random.nextInt(4));
            }
            case 5 -> {
                did("throttling");
                world.log.faults().throttle(world.randomPartition());
            }
            case 6 -> {
                did("a new leader");
                world.log.partition(world.randomPartition()).changeLeader();
            }
            case 7 -> {
                did("an outage");
                polling = false;
                world.log.faults().disconnect();
            }
            case 8 -> {
                did("failing sends");
                world.log.faults().failSends(1 + random.nextInt(2), Failure.OUTCOME_UNKNOWN);
            }
            case 9 -> {
                did("lost acknowledgements");
                world.log.faults().loseAcknowledgements(1);
            }
            default -> {
                did("healing");
                polling = true;
                world.log.faults().heal();
            }
        }
    }

    private void upheaval() {
        int p = world.randomPartition();
        switch (random.nextInt(7)) {
            case 0, 1 -> {
                did("trimming");
                long start = world.log.partition(p).start();
                long end = world.log.partition(p).end();
                expected().trimming(p, () -> world.log.partition(p).trim(start + random.nextLong(end - start + 1)));
            }
            case 2 -> {
                did("truncation");
                long start = world.log.partition(p).start();
                long end = world.log.partition(p).end();
                world.endTransactions();
                expected().truncating(p, Math.max(start, end - random.nextInt(4)));
                openAnother();
            }
            case 3 -> {
                did("recreation");
                world.forgetTransactions();
                int partitions = world.log.partitions();
                expected().recreating(() -> world.log.recreateTopic(partitions));
                openAnother();
            }
            case 4 -> {
                did("growth");
                if (world.log.partitions() < 6) {
                    world.log.addPartitions(world.log.partitions() + 1);
                }
            }
            case 5 -> {
                did("a lost tail");
                world.loseTail(p);
            }
            default -> longPause();
        }
    }

    /** What a cache shows while it has not noticed yet cannot be judged, so that now and then another one takes its place. */
    private void openAnother() {
        if (random.nextBoolean()) {
            cache().close();
            open();
        }
    }

    /** Away from the head for longer than tombstones last, while the cleaner drops them. */
    private void longPause() {
        did("a long pause");
        if (expected().sawReady() && polling) {
            world.log.faults().hangPolls();
            world.append();
            String key = world.randomKey();
            world.log.delete(world.partitionOf(key), key);
            world.endTransactions(); // the cleaner goes no further than an open transaction, and tombstones last
            // from there on
            world.log.advance(RETENTION.plusSeconds(random.nextInt(30)));
            int p = world.partitionOf(key);
            expected().dropping(p, () -> world.log.partition(p).compact(true));
            world.log.faults().resumePolls();
        }
    }

    private void check() {
        if (cache().status().state() == CacheState.FAILED) {
            throw new AssertionError("failed: " + cache().status().lastError());
        }
        expected().check();
        waits.removeIf(wait -> wait.checked(expected()));
    }

    /** Everything heals; then the cache must be complete, equal to the fold, and so must what waits. */
    private void calmDown() {
        did("calming down");
        world.log.faults().heal();
        world.endTransactions();
        for (int i = 0; i < 60; i++) {
            world.log.advance(Duration.ofSeconds(1));
            check();
        }
        CacheStatus status = cache().status();
        if (!status.ready()) {
            throw new AssertionError("not ready though all is well: " + status);
        }
        if (status.state() != CacheState.READY || !status.uncoveredPartitions().isEmpty()) {
            throw new AssertionError("does not follow though all is well: " + status);
        }
        expected().atTheEnd(status);
        for (Wait wait : waits) {
            if (!wait.ended()) {
                throw new AssertionError("never ended: " + wait + ", " + status);
            }
        }
        try {
            cache().sync().join();
        } catch (java.util.concurrent.CompletionException e) {
            throw new AssertionError("sync failed though all is well: " + e.getCause(), e);
        }
        expected().checkTold();
    }
}
