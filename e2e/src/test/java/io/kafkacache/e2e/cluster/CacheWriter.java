package io.kafkacache.e2e.cluster;

import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.RecordOffset;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Writes through a cache and reads what it wrote. One step at a time. */
final class CacheWriter implements Writer {
    private static final int ONE_DELETION_IN = 5;
    private static final long ENDS_WITHIN_SECONDS = 300;

    private final Run run;
    private final Watched watched;
    private final Random random;

    CacheWriter(Run run, Watched watched, long seed) {
        this.run = run;
        this.watched = watched;
        this.random = new Random(seed);
    }

    @Override
    public void step() {
        run.topic().write(ledger -> {
            String key = Keys.any(random.nextBoolean() ? Keys.SINGLE : Keys.MIXED, random);
            Write write = random.nextInt(ONE_DELETION_IN) == 0 ? ledger.delete(key) : ledger.put(key, "cache");
            RecordOffset place = write(write);
            if (place != null && !Keys.isMixed(key)) {
                readBack(ledger, key, place);
            }
        });
    }

    /** Puts every mixed key once more, so that all replicas must agree about it, whatever they have forgotten of its tombstones. */
    void settle() {
        run.topic()
                .write(ledger -> Keys.MIXED.forEach(key -> {
                    if (write(ledger.put(key, "last")) == null) {
                        run.findings().add("NoSilentDeath", "all brokers are there, and " + key + " cannot be written");
                    }
                }));
    }

    private @Nullable RecordOffset write(Write write) {
        KafkaCache<String, String> cache = watched.cache();
        String value = write.value();
        CompletableFuture<RecordOffset> sent =
                value == null ? cache.delete(write.key()) : cache.put(write.key(), value);
        try {
            RecordOffset place = sent.get(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS);
            write.acknowledged(place.partition(), place.offset());
            run.findings().count("cache wrote");
            return place;
        } catch (ExecutionException e) {
            run.findings().count("cache put failed, " + e.getCause());
            if (!(e.getCause() instanceof KafkaCacheException)) {
                run.findings().add("NoSilentDeath", "a put of " + watched + " failed with " + e.getCause());
            }
        } catch (TimeoutException e) {
            run.findings().add("NoSilentDeath", "a put of " + watched + " does not end");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private void readBack(Ledger ledger, String key, RecordOffset place) {
        BarrierNotStale.Debt debt = watched.barriers().of(ledger, key, new Place(place.partition(), place.offset()));
        if (watched.isDone("await", watched.cache().await(place))) {
            watched.barriers().judge("await", debt, watched);
        }
    }

    /** The cache is closed by whoever opened it. */
    @Override
    public void close() {}
}
