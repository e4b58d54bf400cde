package io.kafkacache.internal.engine;

import io.kafkacache.CacheState;
import io.kafkacache.FailedException;
import io.kafkacache.OpenTransaction;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The condition of a cache, derived from what its parts report; nobody sets a state. Each change is told to the monitor, each new problem logged
 * once. Safe for any thread, Kafka's included, on which nothing is told.
 */
final class Health {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    /** Who speaks with Kafka, each of which may fail on its own: without the right to read, describing still works. */
    enum Speaker {
        /** Asks for a missing topic; what keeps it from that says more than that the topic is missing, so it comes first. */
        CREATE,
        DESCRIBE,
        ENDS,
        POLL,
        /** Looks which records are still there, beside the one who polls. */
        SWEEP
    }

    private final String cache;
    private final Guard guard;
    private final Counters counters;
    private final Executor callbacks;
    private final Map<Speaker, Problem> problems = new EnumMap<>(Speaker.class);
    private final Deque<CacheState> changes = new ArrayDeque<>();
    private CacheState latest = CacheState.CONNECTING;
    private CacheState told = CacheState.CONNECTING; // of whoever tells
    private boolean telling;
    private boolean described;
    private boolean ready;
    private boolean rebuilding;
    private boolean frozen;
    private boolean closed;
    private @Nullable FailedException failure;
    private @Nullable String failedBecause;
    private boolean failedByDefect;
    private @Nullable String haltedBy;
    private @Nullable OpenTransaction openTransaction;

    /** {@code callbacks} runs what is told where a thread of Kafka's may have reported it. */
    Health(String cache, Guard guard, Counters counters, Executor callbacks) {
        this.cache = cache;
        this.guard = guard;
        this.counters = counters;
        this.callbacks = callbacks;
    }

    void succeeded(Speaker speaker) {
        Problem solved;
        synchronized (this) {
            solved = problems.remove(speaker);
            described |= speaker == Speaker.DESCRIBE;
        }
        if (solved != null) {
            LOG.info("{}: over: {}", cache, solved.failure().getMessage());
        }
        tell(callbacks);
    }

    void failed(Speaker speaker, LogException failed, long nowNanos) {
        failed(speaker, failed, nowNanos, Level.WARN);
    }

    /** As {@link #failed}, where this is no news to anybody: logged, but not warned of. */
    void waits(Speaker speaker, LogException failed, long nowNanos) {
        failed(speaker, failed, nowNanos, Level.INFO);
    }

    private void failed(Speaker speaker, LogException failed, long nowNanos, Level level) {
        Problem before;
        boolean news;
        synchronized (this) {
            before = problems.get(speaker);
            news = problems.values().stream().noneMatch(p -> p.failure().kind() == failed.kind());
            boolean same = before != null && before.failure().kind() == failed.kind();
            problems.put(speaker, new Problem(failed, before != null && same ? before.sinceNanos() : nowNanos));
        }
        if (failed.kind() != Kind.TOPIC_MISSING) {
            counters.streamErrors.incrementAndGet();
        }
        if (news) {
            LOG.atLevel(level).log("{}: {}", cache, failed.getMessage());
        }
        tell(callbacks);
    }

    void ready() {
        synchronized (this) {
            ready = true;
            openTransaction = null;
        }
        tell(Runnable::run);
    }

    /** Whether the topic is being read again beside what readers see. */
    void rebuilding(boolean now) {
        synchronized (this) {
            rebuilding = now;
            openTransaction = null;
        }
        tell(Runnable::run);
    }

    /** Whether nothing is applied because the owner said so. */
    void frozen(boolean now) {
        synchronized (this) {
            frozen = now;
        }
        tell(Runnable::run);
    }

    /** Applies nothing any more, because of this; or goes on, for null. */
    void halted(@Nullable String why) {
        synchronized (this) {
            haltedBy = why;
        }
        if (why != null) {
            LOG.error("{}: halted, serves what it has: {}", cache, why);
        }
        tell(Runnable::run);
    }

    void waitsFor(@Nullable OpenTransaction transaction) {
        synchronized (this) {
            openTransaction = transaction;
        }
        tell(Runnable::run);
    }

    /** The first failure stays. */
    void failed(String why, FailedException exception, boolean defect) {
        synchronized (this) {
            if (failure != null || closed) {
                return;
            }
            failure = exception;
            failedBecause = why;
            failedByDefect = defect;
        }
        tell(Runnable::run);
        try {
            LOG.error("{}: failed: {}", cache, why, exception.getCause());
        } catch (Throwable t) { // the cause is the user's, and may not even be printed
            LOG.error("{}: failed: {} (its cause cannot be printed)", cache, why);
        }
    }

    void closed() {
        synchronized (this) {
            closed = true;
        }
        tell(Runnable::run);
    }

    /** Whoever tells goes on until nothing is left to tell, so that changes are told one by one and in order, and none under the lock. */
    private void tell(Executor on) {
        synchronized (this) {
            CacheState now = state();
            if (now != latest) {
                latest = now;
                changes.add(now);
            }
            if (telling || changes.isEmpty()) {
                return;
            }
            telling = true;
        }
        try {
            on.execute(this::tellChanges);
        } catch (RuntimeException | Error e) { // no thread could be made; whoever tells next tells of these as well
            synchronized (this) {
                telling = false;
            }
            guard.threw("thread for the monitor", e);
        }
    }

    private void tellChanges() {
        for (CacheState now = nextChange(); now != null; now = nextChange()) {
            CacheState before = told;
            CacheState next = now;
            told = next;
            guard.tell(m -> m.stateChanged(before, next));
        }
    }

    private synchronized @Nullable CacheState nextChange() {
        CacheState next = changes.poll();
        telling = next != null;
        return next;
    }

    synchronized CacheState state() {
        if (closed) {
            return CacheState.CLOSED;
        }
        if (failure != null) {
            return CacheState.FAILED;
        }
        if (haltedBy != null) {
            return CacheState.HALTED;
        }
        if (frozen) {
            return CacheState.FROZEN;
        }
        Problem describe = problems.get(Speaker.DESCRIBE);
        if (describe != null && describe.failure().kind() == Kind.TOPIC_MISSING) {
            return CacheState.TOPIC_MISSING;
        }
        if (!described || !problems.isEmpty()) {
            return CacheState.CONNECTING;
        }
        if (ready) {
            return rebuilding ? CacheState.REBUILDING : CacheState.READY;
        }
        return openTransaction == null ? CacheState.CATCHING_UP : CacheState.WAITING_FOR_TRANSACTION;
    }

    /** A denial that has lasted this long, or null. One to create the topic does not count: others may create it. */
    synchronized @Nullable LogException deniedFor(long nanos, long nowNanos) {
        return problems.entrySet().stream()
                .filter(each -> each.getKey() != Speaker.CREATE)
                .map(Map.Entry::getValue)
                .filter(problem -> problem.denied() && nowNanos - problem.sinceNanos() >= nanos)
                .findFirst()
                .map(Problem::failure)
                .orElse(null);
    }

    synchronized @Nullable String lastError() {
        if (failure != null) {
            return failedBecause;
        }
        if (haltedBy != null) {
            return haltedBy;
        }
        return problems.values().stream()
                .findFirst()
                .map(problem -> problem.failure().getMessage())
                .orElse(null);
    }

    synchronized @Nullable FailedException failure() {
        return failure;
    }

    /** Whether what readers see follows the topic. */
    synchronized boolean applying() {
        return failure == null && haltedBy == null && !closed && !frozen && !rebuilding;
    }

    /** Whether the reader has not died of a defect, which alone is a reason to restart the process. */
    synchronized boolean sound() {
        return !failedByDefect;
    }

    synchronized @Nullable OpenTransaction openTransaction() {
        return openTransaction;
    }

    synchronized boolean isClosed() {
        return closed;
    }
}
