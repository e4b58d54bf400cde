package io.kafkacache.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;

/** Reads a topic from its beginning into a fold, with a plain consumer and nothing of the cache's own: the second opinion on it. One thread. */
final class TopicReader {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Console console;
    private final String topic;
    private final Topics topics;
    private final Duration timeout;
    private final Consumer<byte[], byte[]> consumer;
    private final TopicFold fold;
    private final long[] next;
    private boolean metHole;
    private long records;

    TopicReader(
            Console console, TopicOptions options, Topics topics, Consumer<byte[], byte[]> consumer, TopicFold fold) {
        this.console = console;
        this.topic = options.topic();
        this.topics = topics;
        this.timeout = options.timeout();
        this.consumer = consumer;
        this.fold = fold;
        int partitions = topics.describe(topic).partitions().size();
        next = topics.offsets(topic, partitions, OffsetSpec.earliest());
        List<TopicPartition> all = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            all.add(new TopicPartition(topic, p));
        }
        consumer.assign(all);
        all.forEach(partition -> consumer.seek(partition, next[partition.partition()]));
    }

    /** Where it stands, by partition. */
    long[] positions() {
        return next.clone();
    }

    /** The log starts of now. */
    long[] starts() {
        return topics.offsets(topic, next.length, OffsetSpec.earliest());
    }

    /** The ends of now, of what is not committed too: what was acknowledged before stands below them. */
    long[] ends() {
        return topics.offsets(topic, next.length, OffsetSpec.latest());
    }

    /** Whether the last reading met offsets without a record, as the cleaner and transactions leave them. */
    boolean metHole() {
        return metHole;
    }

    /** How many records were read. */
    long records() {
        return records;
    }

    /**
     * Reads exactly what stands below these offsets.
     *
     * @throws CommandException where that takes too long, or the topic has lost what was to be read
     */
    void readTo(long[] targets) {
        long started = System.nanoTime();
        metHole = false;
        for (int p = 0; p < next.length; p++) {
            List<TopicPartition> one = List.of(new TopicPartition(topic, p));
            if (next[p] < targets[p]) {
                consumer.resume(one);
            } else {
                consumer.pause(one);
            }
        }
        try {
            for (int p = missing(targets); p >= 0; p = missing(targets)) {
                if (System.nanoTime() - started > timeout.toNanos()) {
                    throw new CommandException(ExitCode.NOT_READY, tooLong(p, targets[p]));
                }
                take(consumer.poll(POLL), targets);
                console.draw("reading " + topic + " once more  " + Bar.count(records) + " records");
            }
        } catch (InvalidOffsetException e) {
            throw new CommandException(
                    ExitCode.NOT_READY,
                    topic + " was trimmed, truncated or made again while it was read; verify it once more",
                    e);
        } catch (InterruptException e) {
            throw new CommandException(ExitCode.FAILED, "interrupted", e);
        } finally {
            console.endDrawing();
        }
    }

    private String tooLong(int partition, long target) {
        return topic + "-" + partition + ": read up to offset " + next[partition] + " of " + target + " within "
                + Durations.text(timeout) + "; give it more --timeout, or end the transaction that is open there";
    }

    private int missing(long[] targets) {
        for (int p = 0; p < next.length; p++) {
            if (next[p] < targets[p]) {
                return p;
            }
        }
        return -1;
    }

    private void take(ConsumerRecords<byte[], byte[]> polled, long[] targets) {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (record.offset() < targets[record.partition()]) {
                advance(record.partition(), record.offset());
                next[record.partition()]++;
                records++;
                fold.take(record);
            }
        }
        polled.nextOffsets().forEach((partition, offset) -> {
            int p = partition.partition();
            long target = targets[p];
            advance(p, Math.min(offset.offset(), target));
            if (offset.offset() >= target) {
                consumer.pause(List.of(partition));
                consumer.seek(partition, next[p]); // what was polled beyond it is read again when it is wanted
            }
        });
    }

    private void advance(int partition, long to) {
        if (to > next[partition]) {
            metHole = true;
            next[partition] = to;
        }
    }
}
