package io.kafkacache.e2e.cluster;

import io.kafkacache.embedded.ClusterBroker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** Does to a cluster what a plan says, one thing after the other, until its time is over; then heals it. */
final class Faults {
    private static final int MOST_PARTITIONS = 6;

    private final ClusterTopic topic;
    private final Fault.Plan plan;
    private final Findings findings;
    private final Pauses pauses;
    private final ScheduledExecutorService executor;
    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final long endNanos;

    Faults(
            ClusterTopic topic,
            Fault.Plan plan,
            Duration duration,
            Findings findings,
            Pauses pauses,
            ScheduledExecutorService executor) {
        this.topic = topic;
        this.plan = plan;
        this.findings = findings;
        this.pauses = pauses;
        this.executor = executor;
        this.endNanos = System.nanoTime() + duration.toNanos();
    }

    /** Begins; the future completes when the cluster is well again. */
    CompletableFuture<Void> begin() {
        scheduleNext();
        return over;
    }

    private void scheduleNext() {
        Fault fault = plan.next();
        var unused = executor.schedule(() -> step(fault), fault.gapMillis(), TimeUnit.MILLISECONDS);
    }

    private void step(Fault fault) {
        try {
            if (System.nanoTime() - endNanos > 0) {
                heal();
                over.complete(null);
            } else {
                findings.happened(fault.toString());
                perform(fault);
                findings.count("fault " + fault.kind());
                findings.happened(fault + " done");
                scheduleNext();
            }
        } catch (RuntimeException | Error e) {
            over.completeExceptionally(new IllegalStateException(fault + " failed", e));
        }
    }

    private void perform(Fault fault) {
        ClusterBroker broker = topic.cluster().broker(fault.number() % 3);
        switch (fault.kind()) {
            case KILL -> broker.kill();
            case STOP -> broker.stop();
            case START -> broker.start();
            case PAUSE -> {
                pauses.begin();
                broker.pause();
            }
            case RESUME -> {
                pauses.end();
                broker.resume();
            }
            case MOVE -> attempt(fault, () -> topic.moveLeader(fault.number() % topic.partitions()));
            case GROW -> {
                if (topic.partitions() < MOST_PARTITIONS) {
                    attempt(fault, topic::grow);
                }
            }
            case RECREATE -> {
                topic.cluster().awaitReady();
                topic.recreate();
            }
            default -> throw new IllegalStateException(fault.toString());
        }
    }

    /** A cluster on which something is amiss may refuse. */
    private void attempt(Fault fault, Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException | AssertionError e) {
            findings.count("refused " + fault.kind());
            findings.happened(fault + " was refused: " + e.getMessage());
        }
    }

    private void heal() {
        pauses.end();
        for (ClusterBroker broker : topic.cluster().brokers()) {
            if (broker.isAlive()) {
                broker.resume();
            } else {
                broker.start();
            }
        }
        findings.happened("all brokers are there");
        topic.cluster().awaitReady();
    }
}
