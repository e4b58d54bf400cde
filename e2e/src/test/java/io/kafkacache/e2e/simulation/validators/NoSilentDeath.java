package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.BarrierBegun;
import io.kafkacache.e2e.simulation.history.Event.BarrierEnded;
import io.kafkacache.e2e.simulation.history.Event.Failed;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Guarantee 12, NoSilentDeath: the reader never dies unseen, nor stands still for ever. Once all is well each cache that lives is ready and at the
 * head of every partition of the topic of now; no wait is left over, and each that failed had a reason; a cache that failed says so in every
 * way.
 *
 * <p>Allowed: offsets behind which nothing can be read (a lost tail) need not be passed.
 */
final class NoSilentDeath implements Validator {
    private final Map<Integer, Begun> waits = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof BarrierBegun begun) {
            waits.put(begun.barrier(), new Begun(begun, happening.millis()));
        } else if (event instanceof BarrierEnded ended) {
            Begun begun = Objects.requireNonNull(waits.remove(ended.barrier()));
            judge(happening, begun, ended, facts, findings);
        } else if (event instanceof Failed failed) {
            judge(happening.index(), failed, findings);
        } else if (event instanceof Settled settled) {
            settled.caches().forEach(cache -> lives(happening.index(), facts.cache(cache), facts.truth(), findings));
            settled.fresh().forEach(cache -> lives(happening.index(), facts.cache(cache), facts.truth(), findings));
            waits.values().forEach(wait -> findings.add(this, happening.index(), "never ended: " + wait.barrier));
        }
    }

    private void judge(int index, Failed failed, Findings findings) {
        if (!failed.stopped() || !failed.readsFail() || !failed.barriersFail()) {
            findings.add(this, index, "not every call says that the cache has failed: " + failed);
        }
        findings.add(this, index, "no reason to fail: " + failed);
    }

    private void judge(Happening happening, Begun begun, BarrierEnded ended, Facts facts, Findings findings) {
        String failure = ended.failure();
        if (failure == null) {
            return;
        }
        CacheFacts cache = facts.find(begun.barrier.cache());
        Snapshot last = cache == null ? null : cache.last();
        Truth truth = facts.truth();
        boolean reason =
                switch (failure) {
                    case "CacheTimeoutException" -> happening.millis() - begun.millis >= begun.barrier.timeoutMillis();
                    case "ClosedException" -> cache == null;
                    case "FailedException" -> last == null || last.state() == CacheState.FAILED;
                    case "TopicRecreatedException" -> truth.incarnation(truth.topicId()) > 1;
                    case "KafkaCacheException" -> truth.incarnation(truth.topicId()) > 1;
                    default -> false;
                };
        if (!reason) {
            findings.add(this, happening.index(), begun.barrier + " failed without a reason: " + ended.message());
        }
    }

    private void lives(int index, CacheFacts cache, Truth truth, Findings findings) {
        Snapshot last = cache.last();
        if (last != null && last.state() == CacheState.HALTED && cache.manner().haltsAtRejected()) {
            return; // for good: HaltsAtRejected judges
        }
        if (last == null || last.state() != CacheState.READY || !last.ready()) {
            findings.add(this, index, "all is well, and cache " + cache.cache() + " is not ready: " + last);
        } else if (!cache.hasToFollowTheLog()) {
            return;
        } else if (!cache.followsTheLog(truth)) {
            findings.add(
                    this, index, "cache " + cache.cache() + " has not noticed that the log is another one: " + last);
        } else {
            for (int p = 0; p < truth.partitions(); p++) {
                if (p >= last.partitions()
                        || truth.partition(p)
                                .leavesUnread(
                                        last.position(p), truth.partition(p).end(), cache.isolation())) {
                    findings.add(
                            this,
                            index,
                            "cache " + cache.cache() + " stands still before the head of partition " + p + " at "
                                    + truth.partition(p).end() + ": " + last);
                }
            }
        }
    }

    private record Begun(BarrierBegun barrier, long millis) {}
}
