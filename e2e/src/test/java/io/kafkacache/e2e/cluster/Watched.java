package io.kafkacache.e2e.cluster;

import io.kafkacache.Builder;
import io.kafkacache.CacheState;
import io.kafkacache.Entry;
import io.kafkacache.FailedException;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KeyPartitioner;
import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;

/** A cache whose readers and waiters are judged. */
final class Watched implements AutoCloseable {
    /** Longer than a broker takes to come back. */
    private static final Duration BARRIER = Duration.ofSeconds(30);

    private final Run run;
    private final Isolation isolation;
    private final KafkaCache<String, String> cache;
    private final BarrierNotStale barrierNotStale;
    private final PrefixFold prefixFold;
    private final MonotonicReads monotonicReads;

    Watched(Run run, String name, Isolation isolation, boolean readOnly) {
        this(run, name, isolation, readOnly, builder -> builder);
    }

    /** One with options of its own. */
    Watched(
            Run run,
            String name,
            Isolation isolation,
            boolean readOnly,
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        this.run = run;
        this.isolation = isolation;
        this.barrierNotStale = new BarrierNotStale(run);
        this.prefixFold = new PrefixFold(run);
        this.monotonicReads = new MonotonicReads(run, this);
        Builder<String, String, String, String, KafkaCache<String, String>> builder =
                KafkaCache.builder(ClusterTopic.NAME, Codecs.utf8(), Codecs.utf8());
        this.cache = options.apply(builder)
                .bootstrapServers(run.topic().cluster().bootstrapServers())
                .identity("pod")
                .name(name)
                .isolation(isolation)
                .readOnly(readOnly)
                .partitioner(Keys.partitioner(KeyPartitioner.murmur2()))
                .metadataAge(Duration.ofSeconds(1))
                .barrierTimeout(BARRIER)
                .open();
    }

    KafkaCache<String, String> cache() {
        return cache;
    }

    Isolation isolation() {
        return isolation;
    }

    BarrierNotStale barriers() {
        return barrierNotStale;
    }

    /** Waits for everything and looks whether it is there. */
    void sync() {
        BarrierNotStale.Debt debt = barrierNotStale.everything();
        if (isDone("sync", cache.sync())) {
            barrierNotStale.judge("sync", debt, this);
        }
    }

    /** Whether a wait ended well; that it failed for a reason is all that is promised otherwise (NoSilentDeath). */
    boolean isDone(String what, CompletableFuture<?> wait) {
        try {
            wait.get(BARRIER.toSeconds() * 4, TimeUnit.SECONDS);
            return true;
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            run.findings()
                    .count(what + " failed, "
                            + (cause == null ? e : cause).getClass().getSimpleName());
            if (!(cause instanceof KafkaCacheException) || cause instanceof FailedException) {
                run.findings().add("NoSilentDeath", what + " of " + this + " failed with " + cause);
            }
        } catch (TimeoutException e) {
            run.findings().add("NoSilentDeath", what + " of " + this + " does not end: " + cache.status());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** Reads every key. */
    void read() {
        if (cache.status().state() == CacheState.FAILED) {
            run.findings().add("NoSilentDeath", this + " failed: " + cache.status());
        } else if (cache.ready().isDone()) {
            Keys.all().forEach(key -> {
                Entry<String, String> shown = cache.entry(key);
                if (shown != null) {
                    prefixFold.judge(this, shown);
                    monotonicReads.judge(shown);
                }
            });
        }
    }

    /** The value of every key that is there. */
    Map<String, String> contents() {
        Map<String, String> contents = new HashMap<>();
        cache.forEach(entry -> contents.put(entry.key(), entry.value()));
        return contents;
    }

    @Override
    public void close() {
        cache.close();
    }

    @Override
    public String toString() {
        return cache.name() + " (" + isolation + ")";
    }
}
