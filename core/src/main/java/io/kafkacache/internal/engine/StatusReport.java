package io.kafkacache.internal.engine;

import io.kafkacache.CacheState;
import io.kafkacache.CacheStatus;
import io.kafkacache.Entries;
import io.kafkacache.PartitionStatus;
import io.kafkacache.StartAt;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts together what the parts of a cache know into one {@link CacheStatus}. Any thread. */
final class StatusReport {
    private static final long SILENT_NANOS = Duration.ofSeconds(1).toNanos();

    private final CacheContext cache;
    private final Serving<?, ?, ?> serving;
    private final CatchUpMeter meter;

    StatusReport(CacheContext cache, Serving<?, ?, ?> serving, CatchUpMeter meter) {
        this.cache = cache;
        this.serving = serving;
        this.meter = meter;
    }

    CacheStatus status() {
        Health health = cache.health();
        Counters counters = cache.counters();
        Progress progress = serving.progress();
        Entries<?, ?> entries = serving.held();
        CacheState state = health.state();
        boolean over = state == CacheState.FAILED || state == CacheState.CLOSED;
        boolean ready = serving.isReady();
        return new CacheStatus(
                cache.name(),
                cache.topic(),
                progress.topicId() == null ? cache.ids().current() : progress.topicId(),
                state,
                ready,
                stale(),
                ready && !over && !tooStale(),
                live(state),
                cache.options().startAt() instanceof StartAt.Beginning,
                cache.options().readOnly(),
                entries == null ? 0 : entries.size(),
                entries == null ? 0 : entries.bytes(),
                serving.fingerprints().leftOut(),
                progress.generation(),
                staleness(),
                progress.lagRecords(),
                progress.lagSeconds(cache.driver().wallMillis()),
                counters.recordsApplied.get(),
                counters.missingKeys.get(),
                counters.streamErrors.get(),
                cache.guard().listenerErrors(),
                cache.guard().indexErrors(),
                counters.shortEnds.get(),
                counters.keysOnSeveralPartitions.get(),
                counters.commitErrors.get(),
                counters.deadLetters.get(),
                counters.deadLetterErrors.get(),
                cache.rejections().counts(),
                cache.rejections().last(),
                lastError(),
                health.openTransaction(),
                meter.catchUp(),
                partitions(progress, ready),
                progress.uncovered());
    }

    /** Since the oldest proof of being at the head, or null where a partition never was. */
    @Nullable
    Duration staleness() {
        Moment proof = serving.progress().oldestProof();
        return proof == null ? null : Duration.ofNanos(Math.max(0, proof.ageNanos(cache.now())));
    }

    boolean stale() {
        Duration staleness = staleness();
        return !cache.health().applying()
                || staleness == null
                || staleness.compareTo(cache.options().staleAfter()) > 0;
    }

    /** Whether the proof is older than {@code maxStaleness} allows. */
    boolean tooStale() {
        return cache.options().maxStaleness().isExceededBy(staleness());
    }

    /** Why the cache is not ready, for the message of a deadline. */
    String whyNotReady() {
        CacheStatus now = status();
        String waits = cache.dependencies().waitedFor();
        String detail = now.lastError() != null
                ? now.lastError()
                : waits != null
                        ? waits
                        : now.openTransaction() != null
                                ? "an open transaction holds back " + cache.topic() + "-"
                                        + now.openTransaction().partition() + " at offset "
                                        + now.openTransaction().offset() + " since "
                                        + now.openTransaction().since()
                                : now.catchUp().doneOffsets() + " of "
                                        + now.catchUp().totalOffsets() + " offsets are read";
        return now.state() + ": " + detail;
    }

    private boolean live(CacheState state) {
        if (!cache.health().sound()) {
            return false;
        }
        boolean over = state == CacheState.FAILED || state == CacheState.CLOSED;
        return over || cache.steps().ageNanos() < cache.options().stepTimeout().toNanos();
    }

    private @Nullable String lastError() {
        String error = cache.health().lastError();
        String waits = cache.dependencies().problem();
        if (error == null && waits != null) {
            return waits;
        }
        boolean silent = cache.watch().last() == null && cache.watch().waitingNanos() > SILENT_NANOS;
        return error == null && silent
                ? "no broker at " + cache.log().where() + " has answered yet; is it reachable from here?"
                : error;
    }

    private List<PartitionStatus> partitions(Progress progress, boolean ready) {
        List<PartitionStatus> partitions = new ArrayList<>(progress.partitions());
        for (int p = 0; p < progress.partitions(); p++) {
            long target = ready ? progress.next(p) : meter.target(p);
            partitions.add(new PartitionStatus(
                    p,
                    progress.position(p),
                    target,
                    progress.head(p),
                    serving.fingerprints().at(p, progress.next(p))));
        }
        return partitions;
    }
}
