package io.kafkacache.e2e.cluster;

import io.kafkacache.Entry;
import io.kafkacache.Isolation;

/**
 * Guarantees 1 and 2, LogOnly and Prefix, as far as they show in one entry: an entry is what was acknowledged at its place, of its key and in its
 * topic; under {@code read_committed} never what was aborted. That nothing is missing {@link BarrierNotStale} and {@link ReplicasConverge} judge.
 */
final class PrefixFold {
    private final Run run;

    PrefixFold(Run run) {
        this.run = run;
    }

    void judge(Watched watched, Entry<String, String> shown) {
        Ledger ledger = run.topic().ledger();
        if (!ledger.topicId().equals(shown.source().topicId())) {
            return; // the cache has not heard of the recreation yet, or the test has not
        }
        Ledger.OfKey written = ledger.of(shown.key());
        Write acknowledged = written.at(Place.of(shown));
        boolean fits = acknowledged == null
                ? ledger.mayHold(shown.key(), shown.value())
                : shown.value().equals(acknowledged.value());
        boolean dirty = watched.isolation() == Isolation.READ_COMMITTED && written.wasAborted(shown.value());
        run.findings().count("entries judged");
        if (!fits || dirty) {
            run.findings()
                    .add(
                            "PrefixFold",
                            watched + " shows " + shown
                                    + (dirty ? ", which was aborted" : ", there stands " + acknowledged));
        }
    }
}
