package io.kafkacache.e2e.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.Validator;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Appended;
import io.kafkacache.e2e.simulation.history.Event.Ended;
import io.kafkacache.e2e.simulation.history.Event.LeaderStale;
import io.kafkacache.e2e.simulation.history.Event.LeadersKnown;
import io.kafkacache.e2e.simulation.history.Event.PartitionsAdded;
import io.kafkacache.e2e.simulation.history.Event.Taken;
import io.kafkacache.e2e.simulation.history.Event.TopicGone;
import io.kafkacache.e2e.simulation.history.Event.TopicMade;
import io.kafkacache.e2e.simulation.history.Event.Trimmed;
import io.kafkacache.e2e.simulation.history.Event.Truncated;
import io.kafkacache.e2e.simulation.history.LogRecord;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedPartition;
import io.kafkacache.scripted.ScriptedRecord;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The topic of a world and everybody who works on it but the caches: writers, the cleaner, retention, leaders. Tells all of it. */
final class SimulatedTopic {
    /** What caches accept; their codec refuses other bytes before. */
    static final Validator<String, String> VALID =
            Validator.rule("begins with v", (key, value) -> value.startsWith("v"));

    private static final byte[] UNDECODABLE = {(byte) 0xff};
    private static final byte[] INVALID = "w".getBytes(UTF_8);
    private static final int MOST_PARTITIONS_ADDED = Keys.ADDED;

    private final ScriptedLog log;
    private final Duration deleteRetention;
    private final int first;
    private final boolean resolving;
    private final Consumer<Event> told;
    private final Transactions transactions;
    private final Map<Integer, Long> ends = new HashMap<>();
    private int values;

    SimulatedTopic(ScriptedLog log, Setup setup, Consumer<Event> told) {
        this.deleteRetention = setup.deleteRetention();
        this.resolving = setup.resolving();
        log.configure(true, false, deleteRetention);
        this.log = log;
        this.first = log.partitions();
        this.told = told;
        this.transactions = new Transactions(log, told);
        made();
    }

    private void made() {
        told.accept(new TopicMade(log.topicId(), first, deleteRetention.toMillis()));
    }

    ScriptedLog log() {
        return log;
    }

    Transactions transactions() {
        return transactions;
    }

    boolean exists() {
        return log.partitions() > 0;
    }

    int partition(String key, int writer) {
        return Keys.partition(key, writer, first);
    }

    /** The partition with a number, counted around; only while the topic exists. */
    private int partition(int number) {
        return Math.floorMod(number, log.partitions());
    }

    String nextValue() {
        return "v" + values++;
    }

    /** A record of a writer; its time is {@code shiftMillis} from now. */
    void append(String key, int writer, @Nullable String value, long shiftMillis) {
        int p = partition(key, writer);
        if (p < log.partitions()) {
            long timestamp = log.now().toEpochMilli() + shiftMillis;
            long offset = log.append(p, key, value, log.now().plusMillis(shiftMillis));
            appended(new LogRecord(log.topicId(), p, offset, key, value, true, timestamp, LogRecord.NO_TRANSACTION));
        }
    }

    /** A record with a value that is no UTF-8, or not valid. */
    void appendRejected(String key, int writer) {
        int p = partition(key, writer);
        if (p < log.partitions()) {
            long offset = log.append(p, key.getBytes(UTF_8), key.hashCode() % 2 == 0 ? UNDECODABLE : INVALID);
            appended(new LogRecord(
                    log.topicId(),
                    p,
                    offset,
                    key,
                    resolving ? null : "",
                    false,
                    log.now().toEpochMilli(),
                    LogRecord.NO_TRANSACTION));
        }
    }

    /** A record in a transaction. */
    void appendInTransaction(int slot, String key, int writer, @Nullable String value) {
        int p = partition(key, writer);
        if (p < log.partitions()) {
            Transactions.Open transaction = transactions.in(slot);
            long offset = transaction.scripted().append(p, key, value);
            appended(new LogRecord(
                    log.topicId(), p, offset, key, value, true, log.now().toEpochMilli(), transaction.number()));
        }
    }

    private void appended(LogRecord record) {
        ends.put(record.partition(), record.offset() + 1);
        told.accept(new Appended(record));
    }

    void endTransaction(int slot, boolean commit) {
        transactions.end(slot, commit);
        notice();
    }

    /** Tells what caches wrote since. */
    void notice() {
        for (int p = 0; p < log.partitions(); p++) {
            ScriptedPartition partition = log.partition(p);
            long before = ends.getOrDefault(p, 0L);
            long end = partition.end();
            if (end > before) {
                ends.put(p, end);
                List<ScriptedRecord> history = partition.history();
                int from = history.size();
                while (from > 0 && history.get(from - 1).offset() >= before) {
                    from--;
                }
                history.subList(from, history.size()).forEach(this::written);
                told.accept(new Ended(p, end));
            }
        }
    }

    private void written(ScriptedRecord record) {
        String key = String.valueOf(record.keyText());
        told.accept(new Appended(new LogRecord(
                log.topicId(),
                record.partition(),
                record.offset(),
                key,
                record.valueText(),
                true,
                record.timestampMillis(),
                LogRecord.NO_TRANSACTION)));
    }

    /** Has the cleaner go over a part of a partition; with {@code byTheClock} it drops tombstones whose time has passed. */
    void clean(int number, int permille, boolean byTheClock) {
        if (exists()) {
            int p = partition(number);
            ScriptedPartition partition = log.partition(p);
            long below = partition.end() * permille / 1000;
            taking(p, () -> {
                if (byTheClock) {
                    partition.clean(below);
                } else {
                    partition.compact(below, false);
                }
            });
        }
    }

    /** Has markers and aborted records at the tail vanish. */
    void loseTail(int number) {
        if (exists()) {
            int p = partition(number);
            ScriptedPartition partition = log.partition(p);
            if (partition.lastStable() == partition.end()) {
                taking(p, partition::dropTail);
            }
        }
    }

    private void taking(int p, Runnable cleaning) {
        SortedSet<Long> taken = offsets(p);
        cleaning.run();
        taken.removeAll(offsets(p));
        if (!taken.isEmpty()) {
            told.accept(new Taken(p, List.copyOf(taken)));
        }
    }

    private SortedSet<Long> offsets(int p) {
        SortedSet<Long> offsets = new TreeSet<>();
        log.partition(p).readable(Isolation.READ_UNCOMMITTED).forEach(record -> offsets.add(record.offset()));
        return offsets;
    }

    void trim(int number, int permille) {
        if (exists()) {
            int p = partition(number);
            ScriptedPartition partition = log.partition(p);
            long start = partition.start() + (partition.end() - partition.start()) * permille / 1000;
            partition.trim(start);
            told.accept(new Trimmed(p, start));
        }
    }

    /** An unclean leader lacks the last records. Transactions end before: what becomes of one that is cut is not looked at here. */
    void truncate(int number, int records) {
        if (exists()) {
            transactions.endAll(true);
            notice();
            int p = partition(number);
            ScriptedPartition partition = log.partition(p);
            long end = Math.max(partition.start(), partition.end() - records);
            partition.truncate(end);
            ends.put(p, end);
            told.accept(new Truncated(p, end));
        }
    }

    void changeLeader(int number) {
        if (exists()) {
            log.partition(partition(number)).changeLeader();
        }
    }

    /** A new leader takes over, and the former one goes on answering its own end, below which stands all that was written under it. */
    void staleLeader(int number, int times) {
        if (exists()) {
            int p = partition(number);
            Position answer = log.partition(p).endPosition();
            log.partition(p).changeLeader();
            log.faults().answerStaleEnds(p, times, answer);
            told.accept(new LeaderStale(p, answer));
        }
    }

    /** Everything that went wrong between caches and brokers is over. */
    void heal() {
        log.faults().heal();
        told.accept(new LeadersKnown());
    }

    void delete() {
        if (exists()) {
            notice();
            transactions.forget();
            log.deleteTopic();
            ends.clear();
            told.accept(new LeadersKnown());
            told.accept(new TopicGone());
        }
    }

    void create() {
        if (!exists()) {
            log.createTopic(first);
            made();
        }
    }

    void addPartition() {
        if (exists() && log.partitions() < first + MOST_PARTITIONS_ADDED) {
            log.addPartitions(log.partitions() + 1);
            told.accept(new PartitionsAdded(log.partitions()));
        }
    }

    /** The number of partitions it had at first. */
    int firstPartitions() {
        return first;
    }

    /** Whether the log of some partition starts later than at first. */
    boolean isTrimmed() {
        return IntStream.range(0, log.partitions())
                .anyMatch(p -> log.partition(p).start() > 0);
    }

    /** Whether a reader at an offset would be given anything. */
    boolean hasMore(int partition, long offset, Isolation isolation) {
        ScriptedPartition of = log.partition(partition);
        return offset < of.end() && of.readable(isolation).stream().anyMatch(record -> record.offset() >= offset);
    }
}
