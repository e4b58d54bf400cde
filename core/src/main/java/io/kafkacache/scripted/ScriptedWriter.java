package io.kafkacache.scripted;

import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * Writes into a scripted log. A record is appended by one step and acknowledged by another, so that a test can come between; both go in the
 * order of the sends, whatever the order of the steps. State is guarded by the topic's lock.
 */
final class ScriptedWriter implements LogWriter {
    private final Topic topic;
    private final ArrayDeque<Sent> queued = new ArrayDeque<>();
    private final ArrayDeque<Sent> unacknowledged = new ArrayDeque<>();
    private boolean broken;
    private boolean closed;

    ScriptedWriter(Topic topic) {
        this.topic = topic;
        topic.writers.add(this);
    }

    @Override
    public void send(
            int partition,
            long timestampMillis,
            byte[] key,
            byte @Nullable [] value,
            Headers headers,
            Acknowledgement callback) {
        synchronized (topic) {
            topic.sends++;
            Sent sent = new Sent(partition, Content.of(key, value, headers, timestampMillis), callback);
            if (broken || closed) {
                sent.failure =
                        Failure.NOT_SENT.in(closed ? "a write to a closed writer" : "a write to a broken writer");
                unacknowledged.add(sent);
                topic.motion.later(this::acknowledgeNext);
            } else {
                queued.add(sent);
                topic.motion.later(this::appendNext);
            }
        }
    }

    private void appendNext() {
        synchronized (topic) {
            Sent sent = topic.faults.sendsHang() ? null : queued.poll();
            if (sent != null) {
                append(sent);
                unacknowledged.add(sent);
                topic.motion.later(this::acknowledgeNext);
            }
        }
    }

    private void append(Sent sent) {
        PartitionLog log = topic.find(sent.partition);
        sent.failure = log == null ? topic.missing() : topic.faults.nextSend();
        if (log != null && sent.failure == null) {
            sent.offset = log.append(sent.content, null).offset;
            sent.failure = topic.faults.nextAcknowledgement();
            topic.changed();
        }
    }

    private void acknowledgeNext() {
        Sent sent;
        synchronized (topic) {
            sent = unacknowledged.poll();
        }
        if (sent != null) {
            sent.acknowledge();
        }
    }

    /** Writes go on; called under the topic's lock, as all below. */
    void resume() {
        queued.forEach(sent -> topic.motion.later(this::appendNext));
    }

    void failQueued(LogException failure) {
        for (Sent sent = queued.poll(); sent != null; sent = queued.poll()) {
            sent.failure = failure;
            unacknowledged.add(sent);
            topic.motion.later(this::acknowledgeNext);
        }
    }

    void breakDown() {
        broken = true;
        failQueued(Failure.OTHER.in("a write of a broken writer"));
    }

    @Override
    public boolean usable() {
        synchronized (topic) {
            return !broken && !closed;
        }
    }

    /** Whether a write ends in time depends on the test alone; so it is appended at once, or fails where writes hang. */
    @Override
    public void close(Duration timeout) {
        List<Sent> last = new ArrayList<>();
        synchronized (topic) {
            if (closed) {
                return;
            }
            closed = true;
            topic.writers.remove(this);
            last.addAll(unacknowledged);
            unacknowledged.clear();
            boolean inTime = !timeout.isZero() && !topic.faults.sendsHang();
            for (Sent sent = queued.poll(); sent != null; sent = queued.poll()) {
                if (inTime) {
                    append(sent);
                } else {
                    sent.failure = Failure.OUTCOME_UNKNOWN.in("a write before the writer was closed");
                }
                last.add(sent);
            }
        }
        last.forEach(Sent::acknowledge);
    }

    /** A record on its way. */
    private static final class Sent {
        private final int partition;
        private final Content content;
        private final Acknowledgement callback;
        private long offset = -1;
        private @Nullable LogException failure;

        Sent(int partition, Content content, Acknowledgement callback) {
            this.partition = partition;
            this.content = content;
            this.callback = callback;
        }

        void acknowledge() {
            callback.done(failure == null ? offset : -1, failure);
        }
    }
}
