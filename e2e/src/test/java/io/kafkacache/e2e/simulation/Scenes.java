package io.kafkacache.e2e.simulation;

import io.kafkacache.Isolation;
import io.kafkacache.e2e.simulation.history.Hearing;
import io.kafkacache.e2e.simulation.history.Manner;
import java.time.Duration;
import java.util.SplittableRandom;

/** Several operations that together make what random ones make seldom. */
final class Scenes {
    /** How long it takes at most until a cache looks what it need not remember any more. */
    private static final int FORGETTING_MILLIS = 6_500;

    private final Generator generator;
    private final SplittableRandom random;

    Scenes(Generator generator) {
        this.generator = generator;
        this.random = generator.random();
    }

    Choices<Runnable> choices() {
        Choices<Runnable> all = new Choices<>();
        if (generator.has(Feature.COMPACTION)) {
            all.add(30, this::rewriteAhead);
        }
        if (generator.has(Feature.TOMBSTONE_EXPIRY)) {
            all.add(
                    30,
                    () -> deleteWhileAway(
                            random.nextBoolean() ? new Failing.Disconnect() : new Failing.HangPolls(),
                            new Failing.Heal()));
        }
        if (generator.has(Feature.TOMBSTONE_EXPIRY) && generator.has(Feature.FREEZES)) {
            all.add(30, () -> deleteWhileAway(new Braking.Freeze(0), new Braking.Unfreeze(0)));
        }
        if (generator.has(Feature.KEPT_ENTRIES)) {
            all.add(25, this::keepAndReadAgain);
        }
        if (generator.has(Feature.HALTS)) {
            all.add(25, this::haltAndOpenAgain);
        }
        if (generator.has(Feature.BREAKERS)) {
            all.add(20, this::deleteMuch);
        }
        if (generator.has(Feature.TRUNCATION)) {
            all.add(15, this::truncateWhileAway);
        }
        if (generator.has(Feature.STALE_LEADERS) && generator.has(Feature.WAITERS)) {
            all.add(20, this::syncAtAStaleLeader);
        }
        if (generator.has(Feature.LISTENERS) && generator.has(Feature.SEVERAL_CACHES)) {
            if (generator.has(Feature.RECREATION)) {
                all.add(25, () -> resumeBehindAnotherLog(new Keeping.RecreateTopic()));
            }
            if (generator.has(Feature.TRUNCATION)) {
                all.add(25, () -> resumeBehindAnotherLog(generator.truncate()));
            }
        }
        return all;
    }

    /** Such with which a script may end, so that what comes before is the same with and without them. */
    Choices<Runnable> endings() {
        Choices<Runnable> all = new Choices<>();
        if (generator.has(Feature.TOMBSTONE_EXPIRY)
                && generator.has(Feature.TRANSACTIONS)
                && generator.has(Feature.UNCOMMITTED_READERS)) {
            all.add(1, this::sweepBehindAnAbortedRecord);
        }
        if (generator.has(Feature.TWO_PARTITIONERS)
                && (generator.has(Feature.MAPPINGS) || generator.has(Feature.REMOVED_ENTRIES))) {
            all.add(1, this::writeBehindAHiddenRecord);
        }
        return all;
    }

    /** What a listener was told is not in the log any more when it goes on at another cache, which has yet to read that far. */
    private void resumeBehindAnotherLog(Operation change) {
        generator.add(new Using.Open(1, Manner.plain(Isolation.READ_COMMITTED), Window.WHOLE, 0));
        generator.add(new Using.Listen(0, Hearing.quick(true)));
        generator.add(new Passing.Advance(100));
        generator.add(new Braking.Freeze(1));
        appendSome(1 + random.nextInt(4));
        generator.add(new Passing.Advance(1_100)); // so that it is given a token
        generator.add(change);
        appendSome(random.nextInt(5));
        generator.add(new Using.Resume(1, 0, Hearing.quick(false)));
        generator.add(new Braking.Unfreeze(1));
        generator.add(new Passing.Steps(1 + random.nextInt(12)));
    }

    private void appendSome(int records) {
        for (int i = 0; i < records; i++) {
            generator.add(generator.append());
        }
    }

    /** The cache has read what a new leader wrote, and asks the former one. */
    private void syncAtAStaleLeader() {
        int key = random.nextInt(Keys.COMMON);
        generator.add(new Keeping.StaleLeader(generator.partitionOf(key), 2 + random.nextInt(5)));
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Passing.Steps(1 + random.nextInt(8)));
        generator.add(new Failing.SmallPolls(1));
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Using.Sync(0));
        generator.add(new Passing.Steps(1 + random.nextInt(8)));
    }

    /** A key is rewritten while the cleaner takes what stood of it, ahead of a slow reader. */
    private void rewriteAhead() {
        generator.add(new Failing.SmallPolls(1 + random.nextInt(2)));
        int rounds = 1 + random.nextInt(4);
        for (int i = 0; i < rounds; i++) {
            int key = generator.key();
            generator.add(new Writing.Append(key, 0, 0));
            generator.add(new Keeping.Compact(generator.partitionOf(key), 1000));
            generator.add(new Passing.Steps(1 + random.nextInt(4)));
        }
    }

    /** A key is deleted and its tombstone goes for its age, while the cache gets nothing. */
    private void deleteWhileAway(Operation goes, Operation comesBack) {
        int key = random.nextInt(Keys.COMMON);
        int partition = generator.partitionOf(key);
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Passing.Steps(random.nextInt(30)));
        generator.add(goes);
        generator.add(new Writing.Delete(key, 0, 0));
        generator.add(new Writing.Append((key + generator.setup().partitions()) % Keys.COMMON, 0, 0));
        generator.add(new Keeping.Clean(partition, 1000));
        generator.add(away());
        generator.add(new Keeping.Clean(partition, 1000));
        generator.add(comesBack);
        generator.add(new Passing.Advance(1 + random.nextInt(1_000)));
    }

    /** A reader of uncommitted records has met an aborted one, which the cleaner takes while the replay overruns: so that ends in a sweep. */
    private void sweepBehindAnAbortedRecord() {
        int key = random.nextInt(Keys.COMMON);
        int another = (key + generator.setup().partitions()) % Keys.COMMON;
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Writing.AppendInTransaction(0, key, random.nextInt(4) == 0));
        generator.add(new Writing.EndTransaction(0, false));
        generator.add(new Writing.Append(another, 0, 0));
        generator.add(new Writing.Append(another, 0, 0));
        generator.add(new Using.Close(0));
        generator.add(new Using.Open(0, Manner.plain(Isolation.READ_UNCOMMITTED), Window.WHOLE, 0));
        generator.add(new Failing.SmallPolls(1));
        generator.add(new Passing.Steps(random.nextInt(40)));
        generator.add(random.nextBoolean() ? new Failing.Disconnect() : new Failing.HangPolls());
        generator.add(new Keeping.Clean(generator.partitionOf(key), 1000));
        generator.add(away());
        generator.add(new Failing.Heal());
        generator.add(new Passing.Advance(1 + random.nextInt(1_000)));
    }

    /** Long after a record of which caches may show nothing, when a tombstone would be forgotten, another partition is given an older one of its key. */
    private void writeBehindAHiddenRecord() {
        int key = random.nextInt(Keys.COMMON);
        boolean rejected = generator.has(Feature.REMOVED_ENTRIES) && random.nextBoolean();
        generator.add(rejected ? new Writing.AppendRejected(key) : new Writing.Append(key, 0, 0));
        generator.add(new Passing.Advance(FORGETTING_MILLIS));
        generator.add(away());
        generator.add(new Passing.Advance(FORGETTING_MILLIS));
        Duration before = generator.setup().deleteRetention().plusMinutes(2);
        generator.add(new Writing.Append(key, 1, (int) -before.toMillis()));
        generator.add(new Passing.Steps(random.nextInt(30)));
    }

    /** An entry is kept whose record the cleaner takes, and then the cache is away for so long that it reads the topic again. */
    private void keepAndReadAgain() {
        int key = random.nextInt(Keys.COMMON);
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Passing.Steps(random.nextInt(30)));
        generator.add(new Writing.AppendRejected(key));
        generator.add(new Passing.Steps(random.nextInt(30)));
        generator.add(new Keeping.Compact(generator.partitionOf(key), 1000));
        deleteWhileAway(new Failing.Disconnect(), new Failing.Heal());
    }

    /** A cache that has halted is opened again, behind what superseded the rejected record, or before. */
    private void haltAndOpenAgain() {
        int key = random.nextInt(Keys.COMMON);
        generator.add(new Writing.AppendRejected(key));
        generator.add(new Passing.Steps(random.nextInt(30)));
        generator.add(new Braking.Unfreeze(0));
        generator.add(new Writing.Append(key, 0, 0));
        generator.add(new Passing.Steps(random.nextInt(30)));
        generator.add(new Using.Restart(0, 0));
    }

    /** Several keys come and are deleted at once. */
    private void deleteMuch() {
        for (int key = 0; key < Keys.COMMON; key++) {
            generator.add(new Writing.Append(key, 0, 0));
        }
        generator.add(new Passing.Steps(random.nextInt(30)));
        int deletes = 2 + random.nextInt(4);
        for (int key = 0; key < deletes; key++) {
            generator.add(new Writing.Delete(key, 0, 0));
        }
        generator.add(new Passing.Advance(1 + random.nextInt(1_500)));
    }

    private Operation away() {
        Duration retention = generator.setup().deleteRetention();
        boolean suspended = retention.compareTo(Duration.ofMinutes(1)) > 0 || random.nextBoolean();
        return suspended
                ? new Passing.Suspend((int) retention.toMinutes() + 1)
                : new Passing.Advance((int) retention.toMillis() + 1 + random.nextInt(1_000));
    }

    /** The log loses its end while the cache's consumer is being replaced, and grows beyond the former end. */
    private void truncateWhileAway() {
        generator.add(new Passing.Steps(random.nextInt(30)));
        generator.add(new Failing.FailPolls(1 + random.nextInt(3), true));
        generator.add(new Passing.Steps(1 + random.nextInt(3)));
        generator.add(generator.truncate());
        appendSome(random.nextInt(6));
    }
}
