package io.kafkacache.scripted;

import io.kafkacache.Position;
import io.kafkacache.internal.log.LogException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong between a cache and a scripted log. Each fault lasts for the number of calls given, or until it is resumed or everything is
 * {@linkplain #heal() healed}. Safe for any thread.
 */
public final class ScriptedFaults {
    /** For faults that last until they are healed. */
    public static final int FOR_EVER = Integer.MAX_VALUE;

    private static final int KAFKAS_POLL_LIMIT = 500;

    private final Topic topic;
    private final Planned polls = new Planned("a poll");
    private final Planned sends = new Planned("a write");
    private final Planned opening = new Planned("opening a reader or writer");
    private final Planned lost = new Planned("the acknowledgement of a write");
    private final Map<AdminCall, Planned> admin = new EnumMap<>(AdminCall.class);
    private final Set<AdminCall> hanging = EnumSet.noneOf(AdminCall.class);
    private final List<HeldAnswer> held = new ArrayList<>();
    private final BitSet throttled = new BitSet();
    private final Map<Integer, StaleEnd> staleEnds = new HashMap<>();
    private int pollLimit = KAFKAS_POLL_LIMIT;
    private boolean pollsHang;
    private boolean sendsHang;
    private boolean disconnected;

    ScriptedFaults(Topic topic) {
        this.topic = topic;
    }

    /**
     * Has polls fail. A reader whose poll failed is of no use any more.
     *
     * @param times how many polls
     * @param failure how
     */
    public void failPolls(int times, Failure failure) {
        change(() -> polls.plan(times, failure));
    }

    /** Has polls give nothing, whatever there is, until {@link #resumePolls()}. */
    public void hangPolls() {
        change(() -> pollsHang = true);
    }

    /** Has polls give records again. */
    public void resumePolls() {
        change(() -> pollsHang = false);
    }

    /**
     * Has the readers that are open now get nothing more of a partition, whatever they are assigned, as a consumer that takes each later leader for
     * an older one. Those that are opened later read it.
     *
     * @param partition the partition
     */
    public void stallReaders(int partition) {
        change(() -> topic.readers.forEach(reader -> reader.stall(partition)));
    }

    /**
     * Has polls leave partitions out, as throttling and incremental fetches do, until {@link #unthrottle()}.
     *
     * @param partitions the partitions
     */
    public void throttle(int... partitions) {
        change(() -> {
            for (int partition : partitions) {
                throttled.set(partition);
            }
        });
    }

    /** Has polls read all partitions again. */
    public void unthrottle() {
        change(throttled::clear);
    }

    /**
     * Bounds what one poll gives.
     *
     * @param records how many records at most, from 1; 500 unless set, as in Kafka
     */
    public void pollLimit(int records) {
        if (records < 1) {
            throw new IllegalArgumentException("a poll limit of " + records + " records must be at least 1");
        }
        change(() -> pollLimit = records);
    }

    /**
     * Has admin calls of one sort fail.
     *
     * @param call the sort
     * @param times how many calls
     * @param failure how
     */
    public void failAdmin(AdminCall call, int times, Failure failure) {
        change(() -> admin.computeIfAbsent(call, sort -> new Planned("admin call " + sort))
                .plan(times, failure));
    }

    /**
     * Holds the answers of admin calls back until {@link #resumeAdmin()}. They then say what was true when they were asked.
     *
     * @param calls which sorts; all where none is given
     */
    public void hangAdmin(AdminCall... calls) {
        change(() -> hanging.addAll(calls.length == 0 ? EnumSet.allOf(AdminCall.class) : Set.of(calls)));
    }

    /** Gives the answers that were held back, each as a step of its own, and holds no more. */
    public void resumeAdmin() {
        change(() -> {
            hanging.clear();
            held.forEach(answer -> topic.motion.later(answer.deliver));
            held.clear();
        });
    }

    /**
     * Has the next answers about a partition's end be those of a leader that was replaced and does not know it yet. A transaction that is open
     * now was open for that one too; and with the topic such leaders go.
     *
     * @param partition the partition
     * @param times how many answers
     * @param answer the old end and the old epoch
     */
    public void answerStaleEnds(int partition, int times, Position answer) {
        change(() -> staleEnds.put(partition, new StaleEnd(times, answer)));
    }

    /**
     * Has writes fail without their records being appended.
     *
     * @param times how many writes
     * @param failure how
     */
    public void failSends(int times, Failure failure) {
        change(() -> sends.plan(times, failure));
    }

    /**
     * Has writes be appended and their acknowledgements get lost: their outcome is unknown to the writer.
     *
     * @param times how many writes
     */
    public void loseAcknowledgements(int times) {
        change(() -> lost.plan(times, Failure.OUTCOME_UNKNOWN));
    }

    /** Holds writes back, not appended, until {@link #resumeSends()}. */
    public void hangSends() {
        change(() -> sendsHang = true);
    }

    /** Appends the writes that were held back, each as a step of its own, and holds no more. */
    public void resumeSends() {
        change(() -> {
            sendsHang = false;
            topic.writers.forEach(ScriptedWriter::resume);
        });
    }

    /**
     * Fails the writes that are held back, each as a step of its own, as when their time is over.
     *
     * @param failure how
     */
    public void failHeldSends(Failure failure) {
        change(() -> topic.writers.forEach(writer -> writer.failQueued(failure.in("a write"))));
    }

    /** Makes every writer that is open now unusable, as after a failure that is fatal to a producer. */
    public void breakWriters() {
        change(() -> topic.writers.forEach(ScriptedWriter::breakDown));
    }

    /**
     * Has opening a reader or a writer fail.
     *
     * @param times how many of them
     * @param failure how
     */
    public void failOpening(int times, Failure failure) {
        change(() -> opening.plan(times, failure));
    }

    /** Takes the brokers away: polls give nothing, admin calls fail as unreachable, writes hang, until {@link #reconnect()}. */
    public void disconnect() {
        change(() -> disconnected = true);
    }

    /** Brings the brokers back. */
    public void reconnect() {
        change(() -> {
            disconnected = false;
            topic.writers.forEach(ScriptedWriter::resume);
        });
    }

    /** Ends every fault and resumes what hangs; the poll limit is Kafka's again. */
    public void heal() {
        synchronized (topic) {
            for (Planned planned : List.of(polls, sends, opening, lost)) {
                planned.plan(0, Failure.OTHER);
            }
            admin.clear();
            staleEnds.clear();
            pollsHang = false;
            pollLimit = KAFKAS_POLL_LIMIT;
            throttled.clear();
            resumeAdmin();
            resumeSends();
            reconnect();
        }
    }

    private void change(Runnable change) {
        synchronized (topic) {
            change.run();
            topic.changed();
        }
    }

    // What follows is asked by ports, readers and writers, under the topic's lock.

    @Nullable
    LogException nextPoll() {
        return polls.take();
    }

    boolean pollsGiveNothing() {
        return pollsHang || disconnected;
    }

    boolean isThrottled(int partition) {
        return throttled.get(partition);
    }

    int pollLimit() {
        return pollLimit;
    }

    @Nullable
    LogException nextSend() {
        return sends.take();
    }

    @Nullable
    LogException nextAcknowledgement() {
        return lost.take();
    }

    boolean sendsHang() {
        return sendsHang || disconnected;
    }

    @Nullable
    LogException nextOpening() {
        return opening.take();
    }

    @Nullable
    LogException nextAdmin(AdminCall call) {
        Planned planned = admin.get(call);
        return disconnected ? Failure.UNREACHABLE.in("admin call " + call) : planned == null ? null : planned.take();
    }

    /** The old end to be answered for a partition; null for the true one. */
    @Nullable
    Position nextStaleEnd(int partition) {
        StaleEnd stale = staleEnds.get(partition);
        if (stale == null || stale.times == 0) {
            return null;
        }
        stale.times--;
        return stale.answer;
    }

    /** The topic is gone, and every leader it had. */
    void leadersGone() {
        staleEnds.clear();
    }

    /** Delivers an answer soon, or once it is not held back any more. */
    void deliver(AdminCall call, ScriptedPort port, Runnable answer, Runnable closed) {
        if (hanging.contains(call)) {
            held.add(new HeldAnswer(port, answer, closed));
        } else {
            topic.motion.later(answer);
        }
    }

    /** Fails what is held back for a port that is closed. */
    void dropHeld(ScriptedPort port) {
        held.removeIf(answer -> {
            if (answer.port == port) {
                topic.motion.later(answer.closed);
            }
            return answer.port == port;
        });
    }

    private record HeldAnswer(ScriptedPort port, Runnable deliver, Runnable closed) {}

    private static final class StaleEnd {
        private int times;
        private final Position answer;

        StaleEnd(int times, Position answer) {
            this.times = times;
            this.answer = answer;
        }
    }
}
