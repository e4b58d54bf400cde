package io.kafkacache.e2e.simulation;

import io.kafkacache.e2e.simulation.history.MutationRule;
import io.kafkacache.scripted.AdminCall;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes the script of a seed. Each seed has some of the features only: with all of them in every script the rare ones would hide each other.
 */
final class Generator {
    private static final int FEWEST = 30;
    private static final int MOST = 100;
    private static final int[] PERMILLE = {300, 600, 900, 1000, 1000};
    private static final List<Duration> RETENTIONS =
            List.of(Duration.ofSeconds(20), Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(24));
    private static final List<AdminCall> CALLS =
            List.of(AdminCall.DESCRIBE, AdminCall.ENDS, AdminCall.SETTINGS, AdminCall.PROBE);

    private final SplittableRandom random;
    private final Setup setup;
    private final Set<Feature> features = EnumSet.noneOf(Feature.class);
    private final List<Operation> operations = new ArrayList<>();
    private final Choices<Supplier<Operation>> choices;
    private final Choices<Runnable> scenes;
    private final Choices<Runnable> endings;
    private final Manners manners;

    private Generator(long seed) {
        random = new SplittableRandom(seed);
        int partitions = 1 + random.nextInt(3);
        Duration deleteRetention = RETENTIONS.get(random.nextInt(RETENTIONS.size()));
        Stream.of(Feature.values()).filter(feature -> random.nextInt(5) < 2).forEach(features::add);
        setup = new Setup(partitions, deleteRetention, has(Feature.RESOLVER), has(Feature.TOGETHER));
        manners = new Manners(this);
        choices = choices();
        Scenes all = new Scenes(this);
        scenes = all.choices();
        endings = all.endings();
    }

    /** The script of a seed. */
    static Script script(long seed) {
        return new Generator(seed).write(seed);
    }

    private Script write(long seed) {
        int records = random.nextInt(15);
        for (int i = 0; i < records; i++) {
            operations.add(append());
        }
        int count = FEWEST + random.nextInt(MOST - FEWEST);
        if (has(Feature.SMALL_POLLS)) {
            operations.add(new Failing.SmallPolls(1 + random.nextInt(3)));
        }
        operations.add(open(0));
        while (operations.size() < count) {
            if (!scenes.isEmpty() && random.nextInt(12) == 0) {
                scenes.choose(random).run();
            } else {
                operations.add(choices.choose(random).get());
            }
        }
        if (!endings.isEmpty()) {
            endings.choose(random).run();
        }
        return new Script(seed, setup, operations);
    }

    boolean has(Feature feature) {
        return features.contains(feature);
    }

    void add(Operation operation) {
        operations.add(operation);
    }

    SplittableRandom random() {
        return random;
    }

    Setup setup() {
        return setup;
    }

    private Choices<Supplier<Operation>> choices() {
        Choices<Supplier<Operation>> all = new Choices<>();
        all.add(300, this::append);
        all.add(80, this::delete);
        all.add(250, () -> new Passing.Steps(1 + random.nextInt(12)));
        all.add(120, this::advance);
        all.add(20, () -> open(slot()));
        writing(all);
        keeping(all);
        failing(all);
        using(all);
        return all;
    }

    private void writing(Choices<Supplier<Operation>> all) {
        if (has(Feature.TRANSACTIONS)) {
            all.add(90, () -> new Writing.AppendInTransaction(random.nextInt(2), key(), random.nextInt(4) == 0));
            all.add(50, () -> new Writing.EndTransaction(random.nextInt(2), random.nextBoolean()));
        }
        if (hasRejected()) {
            all.add(40, () -> new Writing.AppendRejected(key()));
        }
    }

    private boolean hasRejected() {
        return Stream.of(Feature.REJECTED_RECORDS, Feature.KEPT_ENTRIES, Feature.REMOVED_ENTRIES, Feature.HALTS)
                .anyMatch(this::has);
    }

    private void keeping(Choices<Supplier<Operation>> all) {
        if (has(Feature.COMPACTION)) {
            all.add(90, () -> new Keeping.Compact(partition(), permille()));
        }
        if (has(Feature.TOMBSTONE_EXPIRY)) {
            all.add(90, () -> new Keeping.Clean(partition(), permille()));
        }
        if (has(Feature.TRIMMING)) {
            all.add(15, () -> new Keeping.Trim(partition(), random.nextInt(1001)));
        }
        if (has(Feature.LOST_TAILS)) {
            all.add(15, () -> new Keeping.LoseTail(partition()));
        }
        if (has(Feature.LEADER_CHANGES)) {
            all.add(30, () -> new Keeping.ChangeLeader(partition()));
        }
        if (has(Feature.STALE_LEADERS)) {
            all.add(20, () -> new Keeping.StaleLeader(partition(), 1 + random.nextInt(3)));
        }
        if (has(Feature.TRUNCATION)) {
            all.add(15, this::truncate);
        }
        if (has(Feature.RECREATION)) {
            all.add(8, Keeping.RecreateTopic::new);
        }
        if (has(Feature.DELETION)) {
            all.add(8, Keeping.DeleteTopic::new);
            all.add(12, Keeping.CreateTopic::new);
        }
        if (has(Feature.GROWTH)) {
            all.add(12, Keeping.AddPartition::new);
        }
    }

    private void failing(Choices<Supplier<Operation>> all) {
        int before = all.size();
        if (has(Feature.SMALL_POLLS)) {
            all.add(20, () -> new Failing.SmallPolls(1 + random.nextInt(4)));
            all.add(10, () -> new Failing.Throttle(partition()));
        }
        if (has(Feature.POLL_FAILURES)) {
            all.add(30, () -> new Failing.FailPolls(1 + random.nextInt(2), random.nextBoolean()));
            all.add(10, () -> new Failing.FailOpening(1 + random.nextInt(2)));
            all.add(15, Failing.HangPolls::new);
            all.add(20, Failing.ResumePolls::new);
            all.add(10, () -> new Failing.StallReaders(partition()));
        }
        if (has(Feature.ADMIN_FAILURES)) {
            all.add(25, () -> new Failing.FailAdmin(call(), 1 + random.nextInt(3)));
            all.add(20, () -> new Failing.HangAdmin(call()));
            all.add(25, Failing.ResumeAdmin::new);
        }
        if (has(Feature.OUTAGES)) {
            all.add(15, Failing.Disconnect::new);
            all.add(20, Failing.Reconnect::new);
        }
        if (has(Feature.WRITE_FAILURES)) {
            all.add(15, () -> new Failing.FailSends(1 + random.nextInt(2)));
            all.add(15, () -> new Failing.LoseAcknowledgements(1));
            all.add(8, Failing.BreakWriters::new);
        }
        if (all.size() > before) {
            all.add(30, Failing.Heal::new);
        }
        if (has(Feature.SUSPENSION)) {
            all.add(15, this::suspend);
        }
    }

    private void using(Choices<Supplier<Operation>> all) {
        if (has(Feature.FREEZES)) {
            all.add(20, () -> new Braking.Freeze(slot()));
        }
        if (has(Feature.FREEZES) || has(Feature.BREAKERS)) {
            all.add(25, () -> new Braking.Unfreeze(slot()));
        }
        if (has(Feature.MUTATIONS) && has(Feature.OTHER_CACHE)) {
            all.add(20, () -> new Judging.Turn(random.nextInt(MutationRule.OTHERS)));
            all.add(10, Judging.CutOff::new);
            all.add(12, Judging.Connect::new);
        }
        if (has(Feature.TOGETHER)) {
            all.add(6, Using.CloseAll::new);
            all.add(15, Using.AwaitAll::new);
        }
        if (has(Feature.RESTARTS)) {
            all.add(15, () -> new Using.Restart(slot(), writer()));
            all.add(6, () -> new Using.Close(slot()));
        }
        if (has(Feature.LISTENERS)) {
            all.add(30, () -> new Using.Listen(slot(), manners.hearing()));
            all.add(8, () -> new Using.Unlisten(slot()));
            all.add(30, () -> new Using.Resume(slot(), random.nextInt(3), manners.resuming()));
        }
        if (has(Feature.SNAPSHOTS)) {
            all.add(40, () -> new Holding.TakeSnapshot(slot()));
            all.add(30, () -> new Holding.OpenScan(slot(), random.nextInt(Ranges.COUNT)));
            all.add(40, Holding.LookAgain::new);
            all.add(15, Holding.LetGo::new);
        }
        if (has(Feature.WAITERS)) {
            all.add(60, () -> new Using.Sync(slot()));
            all.add(40, () -> new Using.Await(slot(), partition(), random.nextInt(4)));
            all.add(60, () -> new Using.Put(slot(), key(), random.nextInt(4) == 0));
        }
    }

    Operation append() {
        return new Writing.Append(key(), writer(), shift());
    }

    Operation delete() {
        return new Writing.Delete(key(), writer(), shift());
    }

    Operation truncate() {
        return new Keeping.Truncate(partition(), 1 + random.nextInt(4));
    }

    private Operation open(int slot) {
        return new Using.Open(slot, manners.next(), manners.window(), writer());
    }

    private Operation advance() {
        int longest = random.nextInt(10) == 0 ? 12_000 : random.nextInt(2) == 0 ? 1_500 : 100;
        return new Passing.Advance(1 + random.nextInt(longest));
    }

    private Operation suspend() {
        int minutes = (int) setup.deleteRetention().toMinutes();
        return new Passing.Suspend(random.nextInt(3) == 0 ? 25 * 60 : 1 + minutes * (random.nextInt(4) + 1) / 4);
    }

    int key() {
        boolean added = has(Feature.GROWTH) && random.nextInt(3) == 0;
        return added ? Keys.COMMON + random.nextInt(Keys.ADDED) : random.nextInt(Keys.COMMON);
    }

    private int writer() {
        return has(Feature.TWO_PARTITIONERS) ? random.nextInt(2) : 0;
    }

    private int shift() {
        boolean odd = has(Feature.TWO_PARTITIONERS) && random.nextInt(3) == 0;
        return odd ? -random.nextInt(3_000) : 0;
    }

    /** Where writer 0 puts a key. */
    int partitionOf(int key) {
        return Keys.partition(Keys.key(key), 0, setup.partitions());
    }

    int partition() {
        return random.nextInt(has(Feature.GROWTH) ? 6 : setup.partitions());
    }

    private int slot() {
        return has(Feature.SEVERAL_CACHES) ? random.nextInt(3) : 0;
    }

    private int permille() {
        return PERMILLE[random.nextInt(PERMILLE.length)];
    }

    private AdminCall call() {
        return CALLS.get(random.nextInt(CALLS.size()));
    }
}
