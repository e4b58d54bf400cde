package io.kafkacache.internal.engine;

import io.kafkacache.CacheTimeoutException;
import io.kafkacache.ClosedException;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.KeyPartitioner;
import io.kafkacache.RecordOffset;
import io.kafkacache.Standing;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.driver.Driver.Step;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.LogWriter.Acknowledgement;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Backoff;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes records on the writer's thread, behind a bounded queue, so that no caller of {@code put} ever blocks. Nothing is sent before the topic's first
 * description, nor once a description says that it is gone.
 */
final class Outbox<K, V> implements Step {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final int[] NONE = {};

    private final String name;
    private final String topic;
    private final Codec<K> keyCodec;
    private final Codec<V> valueCodec;
    private final KeyPartitioner partitioner;
    private final Stamps<K> stamps;
    private final Driver driver;
    private final LogPort log;
    private final TopicWatch watch;
    private final long answerAgeNanos;
    private final long deliveryNanos;
    private final Backoff backoff;
    private final LoneProducer producer;
    private final WriteOutcomes outcomes;
    private final WrittenPlaces places;
    private final OutgoingQueue queue;
    private volatile long closedNanos;
    private volatile boolean topicGone;
    private volatile Driver.@Nullable Activity activity;

    /** {@code known} is what the cache beside it knows of a key, null where there is none; {@code applied}, how far that cache is. */
    Outbox(
            CacheContext cache,
            Codec<K> keyCodec,
            Codec<V> valueCodec,
            @Nullable Function<K, Standing> known,
            Supplier<Progress> applied) {
        this.name = cache.name();
        this.topic = cache.topic();
        this.keyCodec = keyCodec;
        this.valueCodec = valueCodec;
        this.partitioner = cache.options().partitioner();
        this.driver = cache.driver();
        this.stamps = new Stamps<>(topic, keyCodec, driver, known);
        this.log = cache.log();
        this.watch = cache.watch();
        this.answerAgeNanos = 3 * cache.options().metadataAge().toNanos();
        this.deliveryNanos = cache.log().deliveryTimeout().toNanos();
        this.queue = new OutgoingQueue(name);
        this.outcomes = new WriteOutcomes(name, driver, cache.guard());
        this.places = new WrittenPlaces(cache, outcomes, applied);
        this.backoff = new Backoff(50_000_000, 2_000_000_000, driver.nanoTime());
        this.producer = new LoneProducer(name, log, backoff);
    }

    void start() {
        activity = driver.start("writer", this);
        watch.listen(answer -> {
            LogException failure = answer.failure();
            if (failure == null) {
                topicGone = false;
            } else if (failure.kind() == Kind.TOPIC_MISSING) {
                topicGone = true; // until a description says otherwise: an outage that follows does not bring it back
            }
            if (topicGone || !queue.isEmpty()) {
                wake();
            }
        });
    }

    /** Sends a record; {@code value} null is a tombstone. */
    CompletableFuture<RecordOffset> send(K key, @Nullable V value, @Nullable Headers given) {
        CompletableFuture<RecordOffset> future = driver.newFuture();
        long nanos = driver.nanoTime();
        RecordHeaders headers = given == null ? new RecordHeaders() : new RecordHeaders(given.toArray());
        Outgoing record;
        try {
            byte[] keyBytes = encoded(keyCodec, Role.KEY, headers, key);
            byte[] valueBytes = value == null ? null : encoded(valueCodec, Role.VALUE, headers, value);
            record = new Outgoing(keyBytes, valueBytes, headers, future, nanos);
        } catch (RuntimeException e) {
            return outcomes.refuse(future, nanos, unencodable(e));
        }
        KafkaCacheException refusal = refusal();
        if (refusal == null) {
            refusal = queue.add(record);
        }
        if (refusal != null) {
            return outcomes.refuse(future, nanos, refusal);
        }
        wake();
        return future;
    }

    private KafkaCacheException unencodable(RuntimeException thrown) {
        return new KafkaCacheException(
                name + ": the codec cannot encode this record (" + RecordPlace.told(thrown) + "); nothing was sent",
                thrown,
                false);
    }

    /** A codec that gives nothing is refused: Kafka would take that for a tombstone. */
    private <T> byte[] encoded(Codec<T> codec, Role role, RecordHeaders headers, T object) {
        return Objects.requireNonNull(codec.encode(new RecordContext(topic, role, headers), object), "encoded bytes");
    }

    /** Fails all that waits and all that comes. */
    void end(KafkaCacheException reason) {
        queue.end(reason);
        wake();
    }

    /** Sends what waits, within a few seconds, and ends; {@link #ended()} completes then. */
    void close() {
        closedNanos = driver.nanoTime();
        queue.close();
        wake();
    }

    CompletableFuture<Void> ended() {
        return Objects.requireNonNull(activity).ended();
    }

    /** Whether the caller runs on the writer's step, and would wait for it in vain. */
    boolean isCurrent() {
        Driver.Activity started = activity;
        return started != null && driver.isCurrent(started);
    }

    private void wake() {
        Driver.Activity started = activity;
        if (started != null) {
            started.wake();
        }
    }

    /** Why a record cannot be sent now; that the cache has failed comes before what no longer is asked for. */
    private @Nullable KafkaCacheException refusal() {
        KafkaCacheException ended = queue.ended();
        if (ended != null) {
            return ended;
        }
        TopicWatch.Answer last = watch.last();
        LogException failure = last == null ? null : last.failure();
        if (failure != null && failure.kind() == Kind.TOPIC_MISSING) {
            return new KafkaCacheException(name + ": nothing was sent: " + failure.getMessage(), failure, true);
        }
        TopicWatch.Answer good = watch.lastGood();
        if (good != null && driver.nanoTime() - good.nanos() > answerAgeNanos) {
            return new KafkaCacheException(
                    name + ": nothing was sent: " + log.where() + " has not described the topic for "
                            + Duration.ofNanos(driver.nanoTime() - good.nanos()),
                    failure,
                    true);
        }
        return null;
    }

    @Override
    public long run() {
        try {
            return step();
        } catch (Throwable t) { // a writer that died unseen would leave every later put without an end
            LOG.error("{}: the writer failed in a step and goes on", name, t);
            return backoff.nextNanos();
        }
    }

    private long step() {
        if (topicGone) {
            abandon();
        }
        TopicWatch.Answer good = watch.lastGood();
        TopicDescription description = good == null ? null : good.description();
        boolean last = queue.isClosed();
        if (description != null && !topicGone && queue.ended() == null) {
            for (Outgoing record = queue.poll(); record != null; record = queue.poll()) {
                if (expired(record)) {
                    continue;
                }
                LogWriter open = openWriter(record, description);
                if (open == null) {
                    return last ? finishInTime(backoff.nextNanos()) : backoff.nextNanos();
                }
                send(open, record, description);
                if (!mayGoOn(description)) {
                    return 0;
                }
            }
        }
        return last ? finishInTime(Long.MAX_VALUE) : expire();
    }

    /** Whether nothing has changed meanwhile: a step may be long, for there may always be more to send. */
    private boolean mayGoOn(TopicDescription description) {
        TopicWatch.Answer good = watch.lastGood();
        return !topicGone && queue.ended() == null && good != null && description.equals(good.description());
    }

    private void send(LogWriter open, Outgoing record, TopicDescription description) {
        int partitions = description.partitions();
        int partition;
        try {
            partition = Objects.checkIndex(partitioner.partition(record.key(), partitions), partitions);
        } catch (RuntimeException | Error e) { // an Error too: it is the user's, and other writes are not its victims
            outcomes.fail(
                    record,
                    new KafkaCacheException(
                            name + ": nothing was sent: the partitioner gave no partition from 0 to "
                                    + (partitions - 1),
                            e,
                            false));
            return;
        }
        send(open, record, partition, partitions, places.of(record, description.topicId(), partition));
    }

    /** Sends to {@code partition}; what removes a key also to the others on which it stands, for there it would come up again. */
    private void send(LogWriter open, Outgoing record, int partition, int partitions, Acknowledgement whole) {
        Standing standing = stamps.standing(record);
        long stamp = stamps.after(standing);
        int[] others = record.value() != null
                ? NONE
                : standing.partitions().stream()
                        .mapToInt(p -> p)
                        .filter(p -> p != partition && p < partitions)
                        .toArray();
        if (others.length == 0) {
            open.send(partition, stamp, record.key(), record.value(), record.headers(), whole);
            return;
        }
        Tombstones.send(open, record, partition, others, stamp, whole);
    }

    private @Nullable LogWriter openWriter(Outgoing next, TopicDescription described) {
        try {
            return producer.open(described);
        } catch (LogException e) {
            queue.putBack(next);
            return null;
        } catch (RuntimeException | Error e) { // such as a class that is missing: not an outage, so nothing to wait for
            outcomes.fail(
                    next,
                    new KafkaCacheException(name + ": nothing was sent: no writer can be opened: " + e, e, false));
            return null;
        }
    }

    /** The topic is gone, and with it the producer and whatever waits. */
    private void abandon() {
        producer.close(Duration.ZERO);
        for (Outgoing record = queue.poll(); record != null; record = queue.poll()) {
            outcomes.fail(
                    record,
                    new KafkaCacheException(
                            name + ": nothing was sent: the topic " + topic + " does not exist", null, true));
        }
    }

    private boolean expired(Outgoing record) {
        if (driver.nanoTime() - record.nanos() < deliveryNanos) {
            return false;
        }
        LogException unopened = producer.unopened();
        outcomes.fail(
                record,
                new CacheTimeoutException(
                        name + ": nothing was sent: " + log.where() + " could not be written to for "
                                + Duration.ofNanos(deliveryNanos)
                                + (unopened == null ? "" : ", since " + unopened.getMessage()),
                        unopened));
        return true;
    }

    /** Fails records whose time is over, and says when the next one's is. */
    private long expire() {
        for (Outgoing oldest = queue.peek(); oldest != null; oldest = queue.peek()) {
            long left = deliveryNanos - (driver.nanoTime() - oldest.nanos());
            if (left > 0) {
                return left;
            }
            queue.poll();
            expired(oldest);
        }
        return ON_WAKE;
    }

    /** What waits when it is closed is still sent if that becomes possible in time; looks again after {@code nanos} or when woken. */
    private long finishInTime(long nanos) {
        boolean maySend = queue.ended() == null && !queue.isEmpty() && !topicGone;
        long left = maySend ? LoneProducer.FLUSH.toNanos() - (driver.nanoTime() - closedNanos) : 0;
        return left > 0 ? Math.min(left, nanos) : finish();
    }

    private long finish() {
        KafkaCacheException ended = queue.ended();
        KafkaCacheException reason =
                ended != null ? ended : new ClosedException(name + ": closed before this record was sent");
        for (Outgoing record = queue.poll(); record != null; record = queue.poll()) {
            outcomes.fail(record, reason);
        }
        producer.close(LoneProducer.FLUSH);
        places.close();
        return END;
    }
}
