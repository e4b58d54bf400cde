package io.kafkacache.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The simulation would see it: each way in which the cache is broken here turns the validator red that is there for it. */
class SimulationMutationTest {
    private static final int MOST_SEEDS = 3_000;

    static Stream<Mutant> mutants() {
        Stream<Mutant> first = Stream.of(
                Mutant.answering("a single lap", "ReadyImpliesComplete", "internal.replay.Lap", "needsAnother", false),
                Mutant.answering(
                        "reads before ready", "ReadyImpliesComplete", "CacheOptions", "readsBeforeReady", true),
                Mutant.advised(
                        "a swap before the end is reached",
                        "MonotonicReads",
                        "internal.engine.Laps",
                        "look",
                        Breaks.ShowAtOnce.class),
                Mutant.advised(
                        "listeners told before the store shows it",
                        "ListenerOrdered",
                        "internal.engine.Replica",
                        "apply",
                        Breaks.TellFirst.class),
                Mutant.constructed(
                        "positions published before the value",
                        "PrefixFold",
                        "internal.replay.Progress",
                        Breaks.PublishAhead.class),
                Mutant.replaced("a candidate dropped", "PrefixFold", "internal.heap.Fold", "settled", "counting"),
                Mutant.answering(
                        "laps that end where they begin",
                        "BarrierNotStale",
                        "internal.replay.Progress",
                        "passed",
                        true),
                Mutant.advised(
                        "a tombstone ignored",
                        "PrefixFold",
                        "internal.heap.HeapStore",
                        "apply",
                        Breaks.IgnoreTombstones.class),
                Mutant.doingNothing(
                        "tombstones forgotten while another partition may have an older value",
                        "PrefixFold",
                        "internal.heap.HeapStore",
                        "rememberRemovals"),
                Mutant.doingNothing("a batch that is not shown", "PrefixFold", "internal.heap.SortedTable", "publish"),
                Mutant.doingNothing("a scan that finds nothing", "Crash", "internal.heap.FullPass", "add"),
                Mutant.answering(
                        "the order of arrival decides", "PrefixFold", "internal.heap.Candidate", "beats", true),
                Mutant.advised(
                        "seek without epoch",
                        "NoSilentDeath",
                        "internal.engine.Generation",
                        "positions",
                        Breaks.ForgetEpochs.class),
                Mutant.advised(
                        "a barrier satisfied by another partition",
                        "BarrierNotStale",
                        "internal.replay.Progress",
                        "passed",
                        Breaks.AnyPartition.class),
                Mutant.answering(
                        "an end below what was read believed",
                        "BarrierNotStale",
                        "internal.replay.Lap",
                        "isOfAnotherLog",
                        false),
                Mutant.doingNothing(
                        "barriers that are done while the topic is read again",
                        "BarrierNotStale",
                        "internal.engine.Reading",
                        "leave"),
                Mutant.advised(
                        "proof of the head from an end that was not passed",
                        "NoGhost",
                        "internal.replay.HeadProof",
                        "asked",
                        Breaks.ProveTheHeadByAsking.class),
                Mutant.doingNothing("a long absence not noticed", "NoGhost", "internal.engine.Absence", "tooLong"),
                Mutant.answering(
                        "a hidden record forgotten like a tombstone",
                        "ReplicasConverge",
                        "internal.heap.Hidden",
                        "isOfATombstone",
                        true),
                Mutant.doingNothing(
                        "a sweep that takes what an aborted record superseded",
                        "ReadyImpliesComplete",
                        "internal.engine.Sweep",
                        "keepWhatIsNewer"),
                Mutant.answering("a sweep that finds nothing", "NoGhost", "internal.engine.Sweep", "isGone", false),
                Mutant.advised(
                        "a rebuild without deletes",
                        "ListenerReliable",
                        "internal.engine.Difference",
                        "between",
                        Breaks.NoDeletes.class),
                Mutant.advised(
                        "updates backwards", "ListenerOrdered", "internal.listen.Wanted", "of", Breaks.Backwards.class),
                Mutant.advised("updates twice", "ListenerUnique", "internal.listen.Wanted", "of", Breaks.Twice.class),
                Mutant.advised(
                        "an update lost",
                        "ListenerReliable",
                        "internal.listen.Wanted",
                        "of",
                        Breaks.LoseTheFirst.class),
                Mutant.advised(
                        "a step of the history lost",
                        "ListenerResumable",
                        "internal.listen.History",
                        "behind",
                        Breaks.LoseTheFirst.class),
                Mutant.doingNothing(
                        "a token taken whatever it covers", "ListenerResumable", "internal.listen.Coverage", "refusal"),
                Mutant.answering(
                        "a recreated topic taken for the same",
                        "NoSilentDeath",
                        "internal.log.TopicDescription",
                        "isSameTopic",
                        true),
                Mutant.answering("a brake that does not hold", "StandsStill", "internal.engine.Brake", "isOn", false),
                Mutant.answering(
                        "a breaker that lets all pass",
                        "BreakerHolds",
                        "internal.replay.DeleteStorm",
                        "forbids",
                        false),
                Mutant.answering(
                        "a breaker that lets nothing pass",
                        "BreakerHolds",
                        "internal.replay.DeleteStorm",
                        "forbids",
                        true),
                Mutant.doingNothing(
                        "a fingerprint that is not kept up",
                        "FingerprintsAgree",
                        "internal.replay.Fingerprints",
                        "change"),
                Mutant.givingItself("a kept entry without a mark", "PrefixFold", "Entry", "retained"),
                Mutant.doingNothing(
                        "kept entries not carried over", "KeepsPrevious", "internal.engine.Retained", "carry"),
                Mutant.advised(
                        "a rejected record that is to remove its key and does not",
                        "PrefixFold",
                        "internal.engine.Consequences",
                        "own",
                        Breaks.FailReads.class),
                Mutant.advised(
                        "a filter that refuses nothing",
                        "PrefixFold",
                        "Resolution$Values",
                        "value",
                        Breaks.KeepRefused.class),
                Mutant.answering(
                        "a halt behind the rejected record",
                        "HaltsAtRejected",
                        "internal.engine.Judge",
                        "haltsAt",
                        false),
                Mutant.answering(
                        "a halt that ends when it is let go",
                        "HaltsAtRejected",
                        "internal.engine.Applier",
                        "mayGoOn",
                        true),
                Mutant.givingItself(
                        "a snapshot that follows the cache", "SnapshotsStand", "internal.heap.HashedTable", "frozen"),
                Mutant.advised(
                        "a snapshot that states the position before",
                        "SnapshotsStand",
                        "internal.heap.HeapView",
                        "positions",
                        Breaks.StateLess.class),
                Mutant.givingItself(
                        "a window that begins at the log start",
                        "PrefixFold",
                        "internal.engine.Inquiries$Beginning",
                        "startingAt"),
                Mutant.advised(
                        "what waits lost instead of merged",
                        "ListenerReliable",
                        "internal.listen.Coalesced",
                        "add",
                        Breaks.KeepTheLast.class),
                Mutant.answering(
                        "a slow listener given up whatever it allowed",
                        "ListenerReliable",
                        "internal.listen.Wanted",
                        "maxPending",
                        1),
                Mutant.doingNothing("added partitions not read", "NoSilentDeath", "internal.engine.Replica", "grow"),
                Mutant.doingNothing(
                        "retention not followed", "ReplicasConverge", "internal.engine.Replica", "startsAnswered"),
                Mutant.advised(
                        "an entry of another record that does not come back",
                        "Crash",
                        "internal.resolve.Claims",
                        "change",
                        Breaks.NobodyElse.class),
                Mutant.advised(
                        "a key owned by the record that was read last",
                        "Crash",
                        "internal.resolve.Claims",
                        "change",
                        Breaks.LastRead.class),
                Mutant.advised(
                        "entries that stay when their record goes",
                        "PrefixFold",
                        "internal.resolve.Claims",
                        "change",
                        Breaks.KeepTheRest.class),
                Mutant.advised(
                        "an entry of a record that listeners are not told of",
                        "Crash",
                        "internal.listen.Wanted",
                        "of",
                        Breaks.LoseTheLast.class),
                Mutant.advised(
                        "a reader that gives up after a failure",
                        "NoSilentDeath",
                        "internal.replay.Backoff",
                        "nextNanos",
                        Breaks.WaitForEver.class),
                Mutant.answering(
                        "validators that find nothing", "PrefixFold", "internal.engine.Findings", "isEmpty", true),
                Mutant.doingNothing("an index not told of changes", "Crash", "internal.index.Indexes", "change"));
        return Stream.concat(first, MeaningMutants.all());
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void whatIsBrokenIsSeen(Mutant mutant) {
        long seed = Silence.during(() -> firstSeed(mutant));

        assertThat(seed)
                .as("the first of %s seeds that turns %s red", MOST_SEEDS, mutant.validator())
                .isPositive();
    }

    /** The first seed whose run turns the mutant's validator red; −1 where there is none. */
    private static long firstSeed(Mutant mutant) {
        Method violated = method(mutant.classes());
        for (long seed = 1; seed <= MOST_SEEDS; seed++) {
            List<?> names = call(violated, seed);
            if (names.contains(mutant.validator())) {
                return seed;
            }
        }
        return -1;
    }

    private static Method method(Map<String, byte[]> mutants) {
        try {
            Method method = new MutatedClasses(SimulationMutationTest.class.getClassLoader(), mutants)
                    .loadClass(Simulation.class.getName())
                    .getDeclaredMethod("violated", long.class);
            method.setAccessible(true);
            return method;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<?> call(Method violated, long seed) {
        try {
            return (List<?>) violated.invoke(null, seed);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException(e);
        }
    }
}
