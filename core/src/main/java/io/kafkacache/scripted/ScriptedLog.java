package io.kafkacache.scripted;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.LogSource;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.ScriptedDriver;
import io.kafkacache.internal.log.LogFactory;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A Kafka topic in a test's hands: it keeps Kafka's rules of offsets, transactions, compaction, retention and leader epochs, and needs no
 * broker.
 *
 * <pre>{@code
 * ScriptedLog log = ScriptedLog.create("users", 1);
 * log.append(0, "ann", "Ann");
 * try (KafkaCache<String, String> users = KafkaCache.builder("users", Codecs.utf8(), Codecs.utf8()).log(log).open()) {
 *     users.awaitReady(Duration.ofSeconds(1));
 *     log.append(0, "ann", "Anne");
 *     log.runUntilIdle();
 *     assertEquals("Anne", users.get("ann"));
 * }
 * }</pre>
 *
 * <p>Nothing moves by itself: caches on this log run no threads, and their clock stands still. {@link #step()}, {@link #runUntilIdle()} and
 * {@link #advance(Duration)} move them, and so does waiting for one of their futures (or {@link #await} for futures that were made from
 * theirs by {@code CompletableFuture.allOf}). The order is the same each time; {@link #ordering(long)} tries others. {@link #threaded()} is for
 * tests that want threads and real time instead.
 *
 * <p>Threads: appending and breaking is safe for any thread; only one may step.
 */
public final class ScriptedLog implements LogSource, LogFactory {
    private final ScriptedDriver steps;
    private final Topic topic;

    private ScriptedLog(ScriptedDriver steps, Topic topic) {
        this.steps = steps;
        this.topic = topic;
    }

    /**
     * A topic with nothing in it, compacted, that keeps tombstones for a day.
     *
     * @param topic its name
     * @param partitions its partitions, from 1
     * @return the log
     */
    public static ScriptedLog create(String topic, int partitions) {
        ScriptedDriver steps = new ScriptedDriver();
        return new ScriptedLog(steps, new Topic(topic, partitions, new Motion.Stepped(steps)));
    }

    /**
     * A further topic, whose caches share clock and steps with those of this one, as caches do that are opened as one ({@link
     * io.kafkacache.KafkaCaches}) or depend on each other.
     *
     * @param topic its name
     * @param partitions its partitions, from 1
     * @return the log
     */
    public ScriptedLog another(String topic, int partitions) {
        return new ScriptedLog(steps, new Topic(topic, partitions, this.topic.motion));
    }

    /**
     * Has a seed decide what runs next of that which can run: the same order each time for the same seed.
     *
     * @param seed the seed
     * @return this
     */
    public ScriptedLog ordering(long seed) {
        steps.ordering(seed);
        return this;
    }

    /**
     * Has the caches on this log run on threads, in real time. Called before the first one opens, and before {@link #another}.
     *
     * @return this
     * @throws IllegalStateException where a cache is open
     */
    public ScriptedLog threaded() {
        synchronized (topic) {
            if (topic.openPorts > 0) {
                throw new IllegalStateException("a cache is open on " + topic.name + " and already runs by steps");
            }
            topic.motion = new Motion.Threaded();
            return this;
        }
    }

    /**
     * Runs one thing that can run now: an activity of a cache, a timer, a callback, an answer of this log.
     *
     * @return false where there is none
     * @throws IllegalStateException where this log is {@linkplain #threaded() threaded}
     */
    public boolean step() {
        return steps().step();
    }

    /**
     * Runs everything that can run without the clock moving.
     *
     * @throws IllegalStateException where there is no end to it, or this log is {@linkplain #threaded() threaded}
     */
    public void runUntilIdle() {
        steps().runUntilIdle();
    }

    /**
     * Moves the clock on, from one due time to the next, and runs everything that can run on the way and at the end.
     *
     * @param duration how far
     * @throws IllegalStateException where there is no end to it, or this log is {@linkplain #threaded() threaded}
     */
    public void advance(Duration duration) {
        steps().advance(duration);
    }

    /**
     * Moves the clock on at once, as when the machine of the caches was suspended: nothing runs on the way, and what became due meanwhile runs
     * with the next steps, late.
     *
     * @param duration for how long
     * @throws IllegalStateException where this log is {@linkplain #threaded() threaded}
     */
    public void suspend(Duration duration) {
        steps().leap(duration);
    }

    /**
     * Has code run after each step, for a test that looks at its caches each time something may have changed. It replaces what was given before.
     *
     * @param code what is to run, on the thread that steps; may read from caches, and must not wait for them
     * @throws IllegalStateException where this log is {@linkplain #threaded() threaded}
     */
    public void afterEachStep(Runnable code) {
        steps().afterEachStep(code);
    }

    private ScriptedDriver steps() {
        if (topic.motion.blocks()) {
            throw new IllegalStateException("the caches on " + topic.name + " run on threads and cannot be stepped");
        }
        return steps;
    }

    /**
     * Waits for a future by moving steps and clock; in real time where this log is {@linkplain #threaded() threaded}.
     *
     * @param future the future
     * @param atMost how long, on that clock
     * @return whether it is done
     */
    public boolean await(CompletableFuture<?> future, Duration atMost) {
        return topic.motion.await(future, atMost);
    }

    /**
     * The time of day on this log's clock.
     *
     * @return what a record appended now has as its timestamp
     */
    public Instant now() {
        return Instant.ofEpochMilli(topic.motion.wallMillis());
    }

    /**
     * Writes a record.
     *
     * @param partition the partition
     * @param key the key, as UTF-8
     * @param value the value, as UTF-8; null for a tombstone
     * @return the record's offset
     */
    public long append(int partition, String key, @Nullable String value) {
        return append(partition, key, value, now());
    }

    /**
     * Writes a record of another time.
     *
     * @param partition the partition
     * @param key the key, as UTF-8
     * @param value the value, as UTF-8; null for a tombstone
     * @param timestamp the record's timestamp
     * @return the record's offset
     */
    public long append(int partition, String key, @Nullable String value, Instant timestamp) {
        byte[] valueBytes = value == null ? null : value.getBytes(UTF_8);
        return append(partition, key.getBytes(UTF_8), valueBytes, timestamp, null);
    }

    /**
     * Writes a record.
     *
     * @param partition the partition
     * @param key the key; null for none
     * @param value the value; null for a tombstone
     * @return the record's offset
     */
    public long append(int partition, byte @Nullable [] key, byte @Nullable [] value) {
        return append(partition, key, value, now(), null);
    }

    /**
     * Writes a record of another time, with headers.
     *
     * @param partition the partition
     * @param key the key; null for none
     * @param value the value; null for a tombstone
     * @param timestamp the record's timestamp
     * @param headers the headers; null for none
     * @return the record's offset
     */
    public long append(
            int partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Instant timestamp,
            @Nullable Headers headers) {
        Content content = Content.of(key, value, headers, timestamp.toEpochMilli());
        synchronized (topic) {
            long offset = topic.partition(partition).append(content, null).offset;
            topic.changed();
            return offset;
        }
    }

    /**
     * Writes a tombstone.
     *
     * @param partition the partition
     * @param key the key, as UTF-8
     * @return the tombstone's offset
     */
    public long delete(int partition, String key) {
        return append(partition, key, null);
    }

    /**
     * Begins a transaction, which is open in no partition yet.
     *
     * @return the transaction
     */
    public ScriptedTransaction begin() {
        return new ScriptedTransaction(topic);
    }

    /**
     * One partition, to look into and to compact, trim and truncate.
     *
     * @param partition its number, from 0
     * @return the partition
     */
    public ScriptedPartition partition(int partition) {
        return new ScriptedPartition(topic, partition);
    }

    /**
     * What is to go wrong.
     *
     * @return the faults
     */
    public ScriptedFaults faults() {
        return topic.faults;
    }

    /**
     * What caches did here, for assertions and leak checks.
     *
     * @return the live counts
     */
    public ScriptedUsage usage() {
        return new ScriptedUsage(topic);
    }

    /**
     * The topic's name.
     *
     * @return the name
     */
    public String topic() {
        return topic.name;
    }

    /**
     * The topic's id; another one after it was recreated.
     *
     * @return the id, as Kafka's tools print one
     */
    public String topicId() {
        synchronized (topic) {
            return topic.id();
        }
    }

    /**
     * The number of partitions.
     *
     * @return the number; 0 while the topic does not exist
     */
    public int partitions() {
        synchronized (topic) {
            return topic.partitions();
        }
    }

    /**
     * Adds partitions, which a reader sees only by asking what the topic is.
     *
     * @param total how many there are to be
     * @throws IllegalArgumentException where the topic has more, or does not exist
     */
    public void addPartitions(int total) {
        synchronized (topic) {
            topic.partition(0);
            topic.grow(total);
        }
    }

    /** Deletes the topic: admin calls and writes fail, polls give nothing. */
    public void deleteTopic() {
        synchronized (topic) {
            topic.delete();
        }
    }

    /**
     * Creates the topic after it was deleted, with a new id and empty. Readers that were open go on by name.
     *
     * @param partitions its partitions, from 1
     * @throws IllegalStateException where it exists
     */
    public void createTopic(int partitions) {
        synchronized (topic) {
            topic.create(partitions);
        }
    }

    /**
     * Deletes the topic and creates it again at once.
     *
     * @param partitions its partitions, from 1
     */
    public void recreateTopic(int partitions) {
        synchronized (topic) {
            topic.delete();
            topic.create(partitions);
        }
    }

    /**
     * Changes what the topic's configuration says. The log itself compacts and deletes nothing but when told.
     *
     * @param compacted whether {@code cleanup.policy} has {@code compact}
     * @param deleting whether it has {@code delete}
     * @param deleteRetention the topic's {@code delete.retention.ms}
     */
    public void configure(boolean compacted, boolean deleting, Duration deleteRetention) {
        synchronized (topic) {
            topic.settings = new TopicSettings(compacted, deleting, deleteRetention.toMillis());
        }
    }

    /**
     * For a cache that opens here, not for users: what runs its activities.
     *
     * @param cacheName the cache's name
     * @param threads makes its threads, where this log is threaded; null for none given
     * @param callbacks runs its callbacks, where this log is threaded; null for none given
     * @return the driver
     */
    @Override
    public Driver driver(String cacheName, @Nullable ThreadFactory threads, @Nullable Executor callbacks) {
        return topic.motion.driver(cacheName, threads, callbacks);
    }

    /**
     * For a cache that opens here, not for users: its access to the topic.
     *
     * @param settings the cache's settings
     * @return the access
     * @throws IllegalArgumentException where the cache is of another topic
     */
    @Override
    public LogPort open(LogSettings settings) {
        if (!settings.topic().equals(topic.name)) {
            throw new IllegalArgumentException(
                    "a cache of topic " + settings.topic() + " cannot open on a scripted log of topic " + topic.name
                            + "; use another(...) for a second topic");
        }
        return new ScriptedPort(topic, settings.isolation());
    }
}
