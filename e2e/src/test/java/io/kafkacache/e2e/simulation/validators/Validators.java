package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History;
import io.kafkacache.e2e.simulation.history.History.Happening;
import java.util.List;

/** All validators. */
public final class Validators {
    private Validators() {}

    private static List<Validator> all() {
        return List.of(
                new PrefixFold(),
                new ReadyImpliesComplete(),
                new BarrierNotStale(),
                new MonotonicReads(),
                new ListenerOrdered(),
                new ListenerUnique(),
                new ListenerReliable(),
                new ListenerResumable(),
                new KeepsPrevious(),
                new HaltsAtRejected(),
                new MutationsAsked(),
                new WritesChecked(),
                new DeadLettersWritten(),
                new TogetherAsOne(),
                new SnapshotsStand(),
                new NoGhost(),
                new ReplicasConverge(),
                new FingerprintsAgree(),
                new StandsStill(),
                new BreakerHolds(),
                new NoSilentDeath());
    }

    /** What each validator has to say against a history, its first objection; empty where every guarantee held. */
    public static List<Violation> judge(History history) {
        List<Validator> validators = all();
        Facts facts = new Facts();
        Findings findings = new Findings();
        for (Happening happening : history.all()) {
            facts.see(happening);
            for (Validator validator : validators) {
                validator.see(happening, facts, findings);
            }
        }
        return findings.all();
    }
}
