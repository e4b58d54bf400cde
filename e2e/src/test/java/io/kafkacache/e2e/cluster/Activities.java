package io.kafkacache.e2e.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** What goes on beside the faults, step by step, until it is to end. */
final class Activities {
    private static final long LAST_STEP_SECONDS = 300;

    private final ScheduledExecutorService executor;
    private final Findings findings;
    private final List<CompletableFuture<Void>> ends = new ArrayList<>();
    private volatile boolean ending;

    Activities(ScheduledExecutorService executor, Findings findings) {
        this.executor = executor;
        this.findings = findings;
    }

    /** Takes a step again and again, with a pause between two. */
    void repeat(String what, long pauseMillis, Runnable step) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        ends.add(end);
        schedule(what, pauseMillis, step, end);
    }

    private void schedule(String what, long pauseMillis, Runnable step, CompletableFuture<Void> end) {
        var unused = executor.schedule(
                () -> {
                    try {
                        step.run();
                    } catch (RuntimeException | Error e) {
                        findings.add("NoSilentDeath", what + " threw " + e + " at " + List.of(e.getStackTrace()));
                    }
                    if (ending) {
                        end.complete(null);
                    } else {
                        schedule(what, pauseMillis, step, end);
                    }
                },
                pauseMillis,
                TimeUnit.MILLISECONDS);
    }

    /** Returns when each has taken its last step. */
    void end() throws InterruptedException, ExecutionException, TimeoutException {
        ending = true;
        CompletableFuture.allOf(ends.toArray(CompletableFuture[]::new)).get(LAST_STEP_SECONDS, TimeUnit.SECONDS);
    }
}
