package io.kafkacache.cli;

import io.kafkacache.Fingerprint;
import io.kafkacache.Fingerprint.Outcome;
import io.kafkacache.KafkaCache;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares a fresh cache with that of another process by their fingerprints, partition by partition, where both have been. */
final class ReplicaCheck {
    private static final String NEEDS = "Equal are only caches with the same codecs and policy for rejected records,"
            + " without resolver and window, that read committed records; of a topic whose keys stand on one partition"
            + " each; at the same log start; without entries retained in spite of a rejected record.";

    private final Console console;
    private final TopicOptions options;
    private final KafkaCache<Stored, Stored> cache;
    private final OtherReplica other;
    private final Map<Integer, Fingerprint.Comparison> compared = new HashMap<>();

    ReplicaCheck(Console console, TopicOptions options, KafkaCache<Stored, Stored> cache, OtherReplica other) {
        this.console = console;
        this.options = options;
        this.cache = cache;
        this.other = other;
    }

    /** Compares a cache that is ready; gives the exit code. */
    int run() {
        if (!Patience.until(
                options.timeout(), () -> !cache.fingerprint().partitions().isEmpty())) {
            throw new CommandException(
                    ExitCode.NOT_READY,
                    options.topic() + ": no fingerprint of this cache within " + Durations.text(options.timeout()));
        }
        Fingerprint theirs = other.fingerprint();
        requireOneTopic(theirs);
        boolean reached = Patience.until(options.timeout(), () -> isDecided(theirs));
        return tell(theirs, reached);
    }

    private void requireOneTopic(Fingerprint theirs) {
        String here = String.valueOf(cache.fingerprint().topicId());
        if (!here.equals(theirs.topicId())) {
            throw new CommandException(
                    ExitCode.FAILED,
                    "the other cache read a topic with the id " + theirs.topicId() + ", but " + options.topic()
                            + " has the id " + here
                            + ": it is another topic, or was made again and the other has not noticed");
        }
    }

    /**
     * Compares once more; says whether this cache has passed the other everywhere. The first look at a position counts, for retention changes what
     * stands there.
     */
    private boolean isDecided(Fingerprint theirs) {
        Fingerprint mine = cache.fingerprint();
        boolean decided = true;
        for (Fingerprint.Comparison line : mine.compare(theirs)) {
            int p = line.partition();
            Fingerprint.Comparison before = compared.get(p);
            boolean further = before != null
                    && before.outcome() == Outcome.EQUAL
                    && line.outcome() != Outcome.NOT_COMPARABLE
                    && line.position() > before.position();
            if (before == null || before.outcome() == Outcome.NOT_COMPARABLE || further) {
                compared.put(p, line);
            }
            decided &= mine.partitions().get(p).position()
                    >= theirs.partitions().get(p).position();
        }
        return decided;
    }

    private int tell(Fingerprint theirs, boolean reached) {
        Table table = new Table().row("PARTITION", "POSITION", "OUTCOME");
        int all = Math.max(
                theirs.partitions().size(), cache.fingerprint().partitions().size());
        List<Outcome> outcomes = new ArrayList<>();
        for (int p = 0; p < all; p++) {
            Fingerprint.Comparison line = compared.get(p);
            Outcome outcome = line == null ? Outcome.NOT_COMPARABLE : line.outcome();
            outcomes.add(outcome);
            table.row(Integer.toString(p), line == null ? "-" : Long.toString(line.position()), words(outcome));
        }
        table.lines().forEach(console.out()::line);
        console.out().flush();
        console.say(outcomes.stream().filter(Outcome.EQUAL::equals).count() + " of " + all + " partitions are equal");
        return exitCode(theirs, outcomes, reached);
    }

    private int exitCode(Fingerprint theirs, List<Outcome> outcomes, boolean reached) {
        if (outcomes.contains(Outcome.DIFFERENT)) {
            console.say(NEEDS);
            return ExitCode.DIFFERENT;
        }
        if (!outcomes.contains(Outcome.NOT_COMPARABLE)) {
            return ExitCode.OK;
        }
        if (!reached) {
            console.say("the other cache's positions were not reached within " + Durations.text(options.timeout()));
            return ExitCode.NOT_READY;
        }
        console.say(
                theirs.partitions().size() == outcomes.size()
                        ? "where it was not comparable the other's fingerprint is older than this cache; give the URL"
                                + " that it comes from, which is asked once this cache is ready"
                        : "the caches have not read the same partitions");
        return ExitCode.FAILED;
    }

    private static String words(Outcome outcome) {
        return switch (outcome) {
            case EQUAL -> "equal";
            case DIFFERENT -> "different";
            case NOT_COMPARABLE -> "not comparable";
        };
    }
}
