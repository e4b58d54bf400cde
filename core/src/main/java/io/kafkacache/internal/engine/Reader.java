package io.kafkacache.internal.engine;

import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.Driver.Step;
import io.kafkacache.internal.engine.Health.Speaker;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.replay.Backoff;
import java.time.Duration;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * The one activity that reads the topic. Everything it and its {@link Replica} own is touched by its own steps only; what others have to say
 * (answers of the brokers, new listeners) waits in its mailbox until a step begins. Whatever a step throws ends the cache, visibly.
 */
final class Reader implements Step {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final long DENIED_NANOS = Duration.ofSeconds(30).toNanos();
    /** A reader without the right to read throws in its first polls; this many good ones show that it has it. */
    private static final int POLLS_TO_TRUST = 3;

    private final CacheContext cache;
    private final Queue<Runnable> mailbox = new ConcurrentLinkedQueue<>();
    private final Backoff backoff;
    private @Nullable Replica<?, ?, ?, ?> replica;
    private @Nullable Failing failing;
    private volatile Driver.@Nullable Activity activity;
    private volatile @Nullable LogReader log; // assigned by this activity; wakeup() is for any thread
    private volatile boolean ending;
    private long retryNanos;
    private int assigned;
    private int readers;
    private int goodPolls;

    Reader(CacheContext cache) {
        this.cache = cache;
        this.retryNanos = cache.driver().nanoTime();
        this.backoff = new Backoff(
                100_000_000, 5_000_000_000L, retryNanos ^ cache.name().hashCode());
    }

    void start(Replica<?, ?, ?, ?> reading, Failing ends) {
        replica = reading;
        failing = ends;
        activity = cache.driver().start("reader", this);
    }

    /** Has {@code mail} run by the reader before its next poll, interrupting the one that waits. Any thread. */
    void post(Runnable mail) {
        postQuietly(mail);
        LogReader waiting = log;
        if (waiting != null) {
            waiting.wakeup();
        }
    }

    /** Has {@code mail} run by the reader whenever it comes by, half a second at most. Any thread. */
    void postQuietly(Runnable mail) {
        mailbox.add(mail);
        Driver.Activity started = activity;
        if (started != null) {
            started.wake();
        }
    }

    /** Ends the activity; {@link #ended()} completes then. Any thread. */
    void end() {
        ending = true;
        post(() -> {});
    }

    CompletableFuture<Void> ended() {
        return Objects.requireNonNull(activity).ended();
    }

    boolean isCurrent() {
        Driver.Activity started = activity;
        return started != null && cache.driver().isCurrent(started);
    }

    @Override
    public long run() {
        try {
            return step(Objects.requireNonNull(replica));
        } catch (Throwable t) { // a defect, or an Error of user code: the reader must not die unseen
            try {
                Objects.requireNonNull(failing).fail("the reader ended by " + told(t), t, true);
            } finally {
                Objects.requireNonNull(replica).end();
                closeLog();
            }
            return END;
        }
    }

    /** Its name and message, or the name alone where its own code is broken too. */
    private static String told(Throwable thrown) {
        try {
            return thrown.toString();
        } catch (Throwable t) {
            return thrown.getClass().getName();
        }
    }

    private long step(Replica<?, ?, ?, ?> reading) {
        cache.steps().touch();
        for (Runnable mail = mailbox.poll(); mail != null && !ending; mail = mailbox.poll()) {
            mail.run();
        }
        failIfDenied(reading);
        if (ending) {
            reading.end();
            closeLog();
            return END;
        }
        changeReader(reading.readers());
        LogReader open = open();
        if (open == null || !reading.reads()) {
            return Math.max(1, Math.min(POLL.toNanos(), open == null ? retryNanos - nanoTime() : POLL.toNanos()));
        }
        try {
            if (assigned != reading.assignment()) {
                open.assign(reading.positions());
                assigned = reading.assignment();
            }
            boolean sweeping = reading.isSweeping();
            RecordBatch batch = open.poll(sweeping ? Duration.ZERO : POLL);
            reading.apply(batch);
            trust(batch);
            long rest = reading.isSweeping() ? reading.sweep() : batch.restNanos();
            return ending || !batch.nextPositions().isEmpty() ? 0 : rest;
        } catch (LogException e) {
            failed(reading, e);
            return 0;
        }
    }

    /** A consumer remembers leaders by the topic's name, so what is read anew is read by one that knows of nothing before. */
    private void changeReader(int wanted) {
        if (readers != wanted) {
            if (readers != 0) {
                closeLog();
            }
            readers = wanted;
        }
    }

    private @Nullable LogReader open() {
        LogReader open = log;
        if (open != null || nanoTime() - retryNanos < 0) {
            return open;
        }
        try {
            log = cache.log().openReader();
            goodPolls = 0;
            assigned = 0;
        } catch (LogException e) {
            retryLater(e);
        }
        return log;
    }

    private void trust(RecordBatch batch) {
        if (goodPolls >= POLLS_TO_TRUST) {
            return;
        }
        goodPolls = batch.nextPositions().isEmpty() ? goodPolls + 1 : POLLS_TO_TRUST;
        if (goodPolls == POLLS_TO_TRUST) {
            backoff.succeeded();
            cache.health().succeeded(Speaker.POLL);
        }
    }

    private void failed(Replica<?, ?, ?, ?> reading, LogException e) {
        if (e.kind() == Kind.OUT_OF_RANGE || e.kind() == Kind.TRUNCATED) {
            reading.startOver(String.valueOf(e.getMessage()));
        } else {
            closeLog();
            retryLater(e);
        }
    }

    private void retryLater(LogException e) {
        cache.health().failed(Speaker.POLL, e, nanoTime());
        retryNanos = nanoTime() + backoff.nextNanos();
    }

    private void failIfDenied(Replica<?, ?, ?, ?> reading) {
        LogException denied = reading.isReady() ? null : cache.health().deniedFor(DENIED_NANOS, nanoTime());
        if (denied != null) {
            Objects.requireNonNull(failing)
                    .fail(
                            "refused for " + Duration.ofNanos(DENIED_NANOS)
                                    + " before it was ready; mend this and open it again: " + denied.getMessage(),
                            denied,
                            false);
        }
    }

    private long nanoTime() {
        return cache.driver().nanoTime();
    }

    private void closeLog() {
        LogReader open = log;
        log = null;
        if (open != null) {
            open.close();
        }
    }

    /** Ends the cache in FAILED. */
    @FunctionalInterface
    interface Failing {
        /** {@code defect} says whether {@code live} turns false: restarting the process would help. */
        void fail(String why, @Nullable Throwable cause, boolean defect);
    }
}
