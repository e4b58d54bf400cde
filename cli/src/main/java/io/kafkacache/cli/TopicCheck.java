package io.kafkacache.cli;

import io.kafkacache.CacheState;
import io.kafkacache.KafkaCache;
import io.kafkacache.PartitionStatus;
import io.kafkacache.RejectedRecordException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;

/**
 * Compares a fresh cache with its topic, read once more beside it. The reading follows the head in laps, as a replay does; then the cache is
 * frozen and the reading goes on to exactly its positions, so that writers need not rest. What still differs is looked at again further on, as
 * long as the topic moves: meanwhile the cleaner may have taken from the one what the other had read before.
 */
final class TopicCheck {
    private static final int LAPS = 5;

    private final Console console;
    private final TopicOptions options;
    private final KafkaCache<Stored, Stored> cache;
    private final Form<?> values;
    private final TopicFold fold;

    TopicCheck(Console console, TopicOptions options, KafkaCache<Stored, Stored> cache) {
        this.console = console;
        this.options = options;
        this.cache = cache;
        this.values = options.values();
        this.fold = new TopicFold(options.keys());
    }

    /** Compares a cache that is ready; gives the exit code. */
    int run() {
        try (Admin admin = options.connection().admin(console);
                Consumer<byte[], byte[]> consumer = options.connection().consumer(console)) {
            Topics topics = new Topics(admin, options.connection().bootstrapServers(console), options.timeout());
            TopicReader reader = new TopicReader(console, options, topics, consumer, fold);
            readInLaps(reader);
            Comparison outcome = compareInLaps(reader);
            requireOneTopic(topics);
            return tell(outcome, reader);
        }
    }

    private static void readInLaps(TopicReader reader) {
        int lap = 0;
        do {
            reader.readTo(reader.ends());
        } while (reader.metHole() && ++lap < LAPS);
    }

    private Comparison compareInLaps(TopicReader reader) {
        long[] before = new long[0];
        for (int lap = 1; ; lap++) {
            long[] at = freezeBehind(reader.positions());
            reader.readTo(at);
            Comparison outcome = compare(reader.starts());
            if (outcome.found().isEmpty() || Arrays.equals(at, before) || lap == LAPS) {
                return outcome;
            }
            before = at;
            cache.unfreeze();
            await("go on", () -> cache.status().state() != CacheState.FROZEN);
            reader.readTo(reader.ends());
        }
    }

    /** Freezes the cache at or behind these positions; gives where it stands. */
    private long[] freezeBehind(long[] positions) {
        await("read as far as the topic was read", () -> hasPassed(positions));
        cache.freeze();
        await("stand still", () -> cache.status().state() == CacheState.FROZEN);
        return positions();
    }

    private boolean hasPassed(long[] targets) {
        long[] now = positions();
        if (now.length != targets.length) {
            throw new CommandException(
                    ExitCode.NOT_READY, options.topic() + " was given more partitions meanwhile; verify it once more");
        }
        for (int p = 0; p < now.length; p++) {
            if (now[p] < targets[p]) {
                return false;
            }
        }
        return true;
    }

    private long[] positions() {
        List<PartitionStatus> partitions = cache.status().partitions();
        return partitions.stream().mapToLong(p -> p.position().offset()).toArray();
    }

    private Comparison compare(long[] logStarts) {
        Comparison comparison = new Comparison(fold, values, logStarts);
        cache.forEach(comparison::entry);
        comparison.missing(this::isThere);
        return comparison;
    }

    private boolean isThere(Stored key) {
        try {
            return cache.contains(key);
        } catch (RejectedRecordException e) {
            return true;
        }
    }

    private void await(String what, java.util.function.BooleanSupplier so) {
        if (!Patience.until(options.timeout(), so)) {
            throw new CommandException(
                    ExitCode.NOT_READY,
                    "the cache of " + options.topic() + " did not " + what + " within "
                            + Durations.text(options.timeout()) + "; it is "
                            + cache.status().state());
        }
    }

    private void requireOneTopic(Topics topics) {
        String now = topics.describe(options.topic()).topicId().toString();
        if (!now.equals(cache.status().topicId())) {
            throw new CommandException(
                    ExitCode.NOT_READY, options.topic() + " was made again while it was read; verify it once more");
        }
    }

    private int tell(Comparison outcome, TopicReader reader) {
        Form<?> keys = options.keys();
        outcome.found().forEach(difference -> console.out().line(difference.line(keys)));
        console.out().flush();
        if (fold.undecodableKeys() > 0) {
            console.say(Bar.count(fold.undecodableKeys()) + " records whose key the codec refuses were passed over");
        }
        String compared = Bar.count(outcome.compared()) + " keys compared with "
                + Bar.count(reader.records()) + " records, at offset "
                + Bar.count(LongStream.of(reader.positions()).sum()) + " over "
                + Bar.count(reader.positions().length) + " partitions: ";
        int differ = outcome.found().size();
        console.say(compared + (differ == 0 ? "equal" : Bar.count(differ) + " differ"));
        return differ == 0 ? ExitCode.OK : ExitCode.DIFFERENT;
    }
}
