package io.kafkacache.e2e.cluster;

import io.kafkacache.Entry;
import io.kafkacache.Isolation;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Guarantees 3, 5 and 6, ReadyMeansComplete, ReadYourWrites and Latest: once a cache is ready, {@code await} or {@code sync} is done, it shows of
 * each key what was acknowledged before that was begun, or something later. And 9, NoGhosts: not what was deleted by then, nor what stood in a
 * topic that was deleted by then.
 *
 * <p>Not promised, and not judged: while a leader that was replaced without knowing it may have answered ({@link Pauses}); across a recreation; under
 * {@code read_uncommitted} keys of transactions; keys whose records are on several partitions, which {@link ReplicasConverge} judges.
 */
final class BarrierNotStale {
    private final Run run;

    BarrierNotStale(Run run) {
        this.run = run;
    }

    /** What is owed to whoever begins to wait for everything now. */
    Debt everything() {
        Ledger ledger = run.topic().ledger();
        return new Debt(ledger, ledger.newest(), System.nanoTime());
    }

    /** What is owed to whoever begins to wait for a record. */
    Debt of(Ledger ledger, String key, Place place) {
        return new Debt(ledger, Map.of(key, place), System.nanoTime());
    }

    /** Judges what a cache shows after the wait. */
    void judge(String what, Debt debt, Watched watched) {
        int objections = 0;
        String first = "";
        String validator = "";
        for (Map.Entry<String, Place> owed : debt.owed.entrySet()) {
            String key = owed.getKey();
            boolean promised = watched.isolation() == Isolation.READ_COMMITTED || !Keys.isTransactional(key);
            Entry<String, String> shown = promised ? watched.cache().entry(key) : null;
            if (promised && !allows(debt.ledger, key, owed.getValue(), shown)) {
                Write missed = debt.ledger.of(key).at(owed.getValue());
                validator = missed != null && missed.isTombstone() ? "NoGhost" : "BarrierNotStale";
                first = first.isEmpty()
                        ? key + " shows " + shown + ", but " + owed.getValue() + " holds " + missed
                        : first;
                objections++;
            }
        }
        if (debt.ledger.isClosed()) {
            run.findings().count("barriers across a recreation");
        } else if (run.pauses().touch(debt.begunNanos)) {
            run.findings().count("barriers while a stale leader may answer");
        } else {
            run.findings().count("barriers judged, " + what);
            if (objections > 0) {
                run.findings()
                        .add(
                                validator,
                                what + " of " + watched + " is done; " + first + " (" + objections
                                        + " keys in all); topic " + debt.ledger.topicId() + "; "
                                        + watched.cache().status());
            }
        }
    }

    private static boolean allows(Ledger ledger, String key, Place owed, @Nullable Entry<String, String> shown) {
        if (shown == null) {
            return ledger.of(key).mayBeAbsentFrom(owed);
        }
        return ledger.topicId().equals(shown.source().topicId())
                && Place.of(shown).compareTo(owed) >= 0;
    }

    /** What was acknowledged when a wait began. */
    static final class Debt {
        private final Ledger ledger;
        private final Map<String, Place> owed;
        private final long begunNanos;

        private Debt(Ledger ledger, Map<String, Place> owed, long begunNanos) {
            this.ledger = ledger;
            this.owed = owed;
            this.begunNanos = begunNanos;
        }
    }
}
