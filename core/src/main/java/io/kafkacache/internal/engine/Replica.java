package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.OpenTransaction;
import io.kafkacache.Position;
import io.kafkacache.Rejection;
import io.kafkacache.StartAt;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.listen.Subscriptions;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.Progress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache's side of the topic: which generation readers see, which one is being read, and when one takes the place of the other. Used by the
 * reader's activity only, which gives it batches and mail.
 *
 * <p>At first the two are one. When the log is not the one that was read any more (another topic of that name, a position that left the log, an
 * absence in which tombstones may have gone), the topic is read again into another generation, while the former one applies nothing and serves on,
 * stale. The new one takes its place when it is complete and nowhere behind what readers have seen, where that can be compared.
 *
 * <p>Order at the end of a batch: store, positions, barriers, listeners; so whoever is told of a record can read it.
 */
final class Replica<RV, K, V> implements Reading.Events {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final CacheContext cache;
    private final CacheOptions<?, RV, K, V> options;
    private final Supplier<RecordInterpreter<RV, K, V>> interpreters;
    private final Serving<K, V> serving;
    private final Barriers barriers;
    private final Subscriptions<K, V> subscriptions;
    private final Inquiries inquiries;
    private final StuckEnds stuckEnds;
    private final TopicTraits traits;
    private final CatchUpMeter meter;
    private final Runnable alive;
    private final Beginnings beginnings;
    private final Brake brake;
    private @Nullable TopicDescription topic;
    private @Nullable Reading<RV, K, V> served;
    private @Nullable Reading<RV, K, V> next;
    private long enteredNanos;
    private int generations;
    private int assignments;
    private boolean ordered;

    Replica(
            CacheContext cache,
            CacheOptions<?, RV, K, V> options,
            Supplier<RecordInterpreter<RV, K, V>> interpreters,
            Serving<K, V> serving,
            Barriers barriers,
            Subscriptions<K, V> subscriptions,
            Inquiries inquiries,
            CatchUpMeter meter,
            Runnable alive) {
        this.cache = cache;
        this.options = options;
        this.interpreters = interpreters;
        this.serving = serving;
        this.barriers = barriers;
        this.subscriptions = subscriptions;
        this.inquiries = inquiries;
        this.meter = meter;
        this.alive = alive;
        this.stuckEnds = new StuckEnds(cache, inquiries, this::endedShort, this::lost);
        this.traits = new TopicTraits(cache);
        this.brake = new Brake(cache.name(), cache.health());
        this.beginnings = new Beginnings(
                inquiries,
                options.metadataAge().toNanos(),
                cache.driver().nanoTime() ^ cache.name().hashCode());
    }

    /** Asks nothing any more. */
    void end() {
        traits.end();
        if (next != null) {
            next.end();
        }
    }

    /** Frees the stores. To be called once, when the reader has ended and nobody reads any more. */
    void close() {
        if (next != null) {
            next.close();
        }
        if (served != null) {
            served.close();
        }
    }

    /** Whether there is something to poll for. */
    boolean reads() {
        return reading() != null && !brake.isOn();
    }

    /** Applies nothing until {@link #unfreeze}. */
    void freeze() {
        brake.freeze();
    }

    /** Goes on; also after a halt that a record of its own did not cause. */
    void unfreeze() {
        Reading<RV, K, V> halted = reading(); // a sweep ends a replay that nobody sees yet, and applies as records come
        if (brake.release() && halted != null) {
            halted.applier().goOn();
            assignments++; // the rest of the batch was dropped
        }
        lookAtLap();
    }

    /** What readers see. */
    Store<K, V> store() {
        return Objects.requireNonNull(served).generation().store();
    }

    /** Counts what there is to read: a reader that was assigned by another number must be assigned again. */
    int assignment() {
        return assignments;
    }

    boolean isReady() {
        return served != null;
    }

    Map<Integer, Position> positions() {
        return Objects.requireNonNull(reading()).generation().positions();
    }

    /** What is being read: a new generation where there is one; null while one is only wanted. */
    private @Nullable Reading<RV, K, V> reading() {
        return next != null || isRebuilding() ? next : served;
    }

    private boolean isRebuilding() {
        return cache.health().rebuilding();
    }

    /**
     * What the brokers say of the topic, asked at {@code askedNanos}. Answers overtake each other, and a broker may answer by old metadata; so
     * what was asked before the current id was learned cannot change it, and an id that was left returns only if it is still told long after.
     */
    void described(TopicDescription said, long askedNanos) {
        if (askedNanos - enteredNanos <= 0 && topic != null) {
            return;
        }
        if (cache.ids().left(said.topicId())
                && askedNanos - enteredNanos < 3 * options.metadataAge().toNanos()) {
            return;
        }
        TopicDescription known = topic;
        if (known == null) {
            enter(said, askedNanos);
        } else if (!known.isSameTopic(said)) {
            cache.ids().leave();
            enter(said, askedNanos);
            startOver("the topic was deleted and made again (its id was " + known.topicId() + " and is "
                    + said.topicId() + ")");
            barriers.askAgain(); // those that wait for a record of the former topic need not wait any longer
        } else if (said.partitions() > known.partitions()) {
            topic = said;
            grow();
        }
    }

    private void enter(TopicDescription said, long askedNanos) {
        boolean first = topic == null;
        topic = said;
        enteredNanos = askedNanos;
        cache.ids().enter(said.topicId());
        if (first) {
            traits.start(() -> inquiries.mail(this::lookAtLap));
            start();
        } else {
            traits.renew();
        }
    }

    /** The position left the log: trimmed away, or the log was truncated below it. */
    void lost(String why) {
        startOver(why);
    }

    /** Reads the topic again from the log start: beside what readers see, where they see anything. */
    private void startOver(String why) {
        LOG.warn(
                "{}: {}; {}",
                cache.name(),
                why,
                served == null ? "starting over" : "reading the topic again, until then the cache serves what it has");
        start();
    }

    private void start() {
        drop();
        if (served != null) {
            cache.health().rebuilding(true);
        }
        beginnings.ask(() -> Objects.requireNonNull(topic), served == null, this::begin);
    }

    private void drop() {
        Reading<RV, K, V> former = next;
        next = null;
        if (former != null) {
            if (served == null) {
                serving.serve(null);
                serving.publish(Progress.none(), Progress.none());
            }
            former.close();
        }
    }

    private void begin(Beginning asked) {
        if (isStale(asked)) {
            beginnings.askAgain(asked.topic(), this::begin);
            return;
        }
        Beginning beginning = asked.startingAt(windowStart(asked.topic()));
        RecordInterpreter<RV, K, V> meaning = interpreters.get();
        Store<K, V> store = options.store().create(cache.name(), meaning);
        Generation<K, V> generation = new Generation<>(
                ++generations, cache.topic(), beginning.topic(), beginning.starts(), store, cache.now());
        Reading<RV, K, V> reading = new Reading<>(cache, inquiries, generation, meaning, beginning.asked(), this);
        next = reading;
        assignments++;
        ordered = served != null && served.generation().isOf(beginning.topic());
        if (ordered) {
            generation.knowLeadersOf(Objects.requireNonNull(served).generation());
        }
        meter.begin(served != null, cache.now());
        if (served == null) {
            serving.filling(store);
            publish();
            if (options.readsBeforeReady()) {
                serving.serve(store);
            }
        }
        reading.begin(beginning.targets());
        if (served == null && beginnings.asked() > 1) {
            barriers.askAgain();
        }
    }

    /** Whether a leader that was replaced has told an end, as what readers see knows: another reading to that end could be a step back. */
    private boolean isStale(Beginning beginning) {
        return served != null
                && served.generation().isOf(beginning.topic())
                && served.generation().isStale(beginning.targets());
    }

    /** Where a window of this topic began at first, so that it begins there again; nothing for a whole topic or another one. */
    private Map<Integer, Position> windowStart(TopicDescription of) {
        boolean window = !(options.startAt() instanceof StartAt.Beginning);
        return window && served != null && served.generation().isOf(of)
                ? served.generation().starts()
                : Map.of();
    }

    /** Reads the partitions that were added; in a replay from the start, for it is not complete without them. */
    private void grow() {
        TopicDescription grown = Objects.requireNonNull(topic);
        Reading<RV, K, V> reading = reading();
        if (reading == null || reading != served) {
            start();
            return;
        }
        int known = reading.generation().tracks().size();
        if (reading.isInLaps() || known == grown.partitions()) {
            return; // looked at again when those laps are done
        }
        LOG.info("{}: the topic has grown from {} to {} partitions", cache.name(), known, grown.partitions());
        int mine = beginnings.asked();
        inquiries.beginning(
                grown,
                known,
                () -> beginnings.isLatest(mine) && reading.generation().tracks().size() == known,
                beginning -> {
                    reading.grow(beginning, cache.now());
                    assignments++;
                    publish();
                    barriers.advance();
                });
    }

    void apply(RecordBatch batch) {
        Reading<RV, K, V> reading = Objects.requireNonNull(reading());
        Moment now = cache.now();
        Duration away = reading.isReplayed() ? reading.awayTooLong(batch, traits, now) : null;
        if (away != null) {
            startOver("was away from the head for " + away
                    + ", more than half of delete.retention.ms, and records are missing "
                    + "from what it reads now, so deleted keys may have been missed");
            return;
        }
        List<Update<K, V>> updates = reading.apply(batch, reading == served && subscriptions.wanted(), now);
        publish();
        barriers.advance();
        if (reading == served) {
            subscriptions.publish(updates, reading.generation().place());
        }
        String halt = reading.applier().haltedBy();
        if (halt != null) {
            brake.halt(halt, !reading.applier().mayGoOn());
        } else {
            reading.lookAtLap();
        }
    }

    /** The heads of now, asked for at {@code asked}. */
    void headsAnswered(Moment asked, Map<Integer, Position> heads) {
        Reading<RV, K, V> reading = reading();
        Reading<RV, K, V> answered = reading == null ? served : reading;
        if (answered == null || asked.nanos() - answered.begun().nanos() <= 0) {
            return; // asked of what stood there before, perhaps another topic of that name
        }
        Generation<K, V> read = answered.generation();
        long doubtNanos = 3 * options.metadataAge().toNanos(); // as long as a topic id that was left is not believed
        read.headsAnswered(asked, heads, doubtNanos, reading != null);
        if (served != null && answered != served) {
            served.generation().headsSeen(asked, heads, read.topic());
        }
        read.forgetRemovals(cache.now(), traits.deleteRetentionNanos());
        publish();
        if (reading == null) {
            return;
        }
        OpenTransaction transaction = stuckEnds.look(reading, barriers.missing(reading.progress()), asked);
        if (reading != served) {
            cache.health().waitsFor(transaction);
        }
    }

    /** The log starts of now: what comes from records below them leaves. A start beyond the position is noticed by reading. */
    void startsAnswered(Moment asked, Map<Integer, Position> starts) {
        Reading<RV, K, V> reading = served;
        if (reading == null
                || reading != reading()
                || brake.isOn()
                || asked.nanos() - reading.begun().nanos() <= 0) {
            return;
        }
        Generation<K, V> read = reading.generation();
        if (read.trimmedTo(starts)) {
            List<Update<K, V>> updates = reading.purge(read::isTrimmed, subscriptions.wanted());
            subscriptions.publish(updates, read.place());
        }
    }

    private void lookAtLap() {
        Reading<RV, K, V> reading = reading();
        if (reading != null) {
            reading.lookAtLap();
        }
    }

    @Override
    public void lapBegun(Reading<?, ?, ?> reading, Lap lap) {
        if (reading != served) {
            meter.lap(reading.generation().tracks(), lap, cache.now());
            if (served != null && served.generation().isBeyond(lap)) {
                ordered = false; // the log was cut, and what readers see is no measure for what is read now
            }
        }
    }

    @Override
    public boolean mayEnd(Reading<?, ?, ?> reading) {
        return traits.known() && !brake.isOn();
    }

    @Override
    public boolean isBehind(Reading<?, ?, ?> reading) {
        return served != null
                && reading != served
                && ordered
                && !reading.generation().hasPassed(served.generation());
    }

    /** A replay has read everything: it is shown. Or all of what was added stands beside the rest. */
    @Override
    public void lapsDone(Reading<?, ?, ?> reading) {
        if (reading == served) {
            publish();
            grow();
            return;
        }
        Reading<RV, K, V> done = Objects.requireNonNull(next);
        if (served != null) {
            Retained.carry(served, done);
        }
        Rejection rejection = done.replayed(showingLife(cache.driver().parallel()));
        if (rejection != null) {
            brake.halt(rejection.message(), true);
        } else if (traits.mayHideTombstones(done.awayNanos())) {
            LOG.info(
                    "{}: reading the topic took more than half of delete.retention.ms ({}): looks which records are still there",
                    cache.name(),
                    Duration.ofNanos(done.awayNanos()));
            done.beginSweep();
        } else {
            show(done);
        }
    }

    /** Whether {@link #sweep()} has something to do beside the reading. */
    boolean isSweeping() {
        return next != null && next.isSweeping() && !brake.isOn();
    }

    /** Sweeps a little; gives how long it has nothing more to do, in nanoseconds. */
    long sweep() {
        return Objects.requireNonNull(next).sweep();
    }

    @Override
    public void swept(Reading<?, ?, ?> reading) {
        show(Objects.requireNonNull(next));
    }

    private void show(Reading<RV, K, V> complete) {
        Reading<RV, K, V> former = served;
        List<Update<K, V>> difference = former == null || !subscriptions.wanted()
                ? List.of()
                : Difference.between(
                        former.generation().store(), complete.generation().store());
        complete.show();
        serving.fingerprints(complete.fingerprints());
        served = complete;
        next = null;
        serving.serve(
                complete.generation().store()); // before the positions: a barrier may look at them at once, and be done
        publish();
        meter.ready(cache.now(), complete.generation().store().size());
        if (former == null) {
            cache.health().ready();
            subscriptions.ready(complete.generation().place());
            barriers.advance();
            serving.readiness().complete(null);
        } else {
            cache.health().rebuilding(false);
            barriers.askAgain();
            subscriptions.rebuilt(difference, complete.generation().place());
            former.close();
        }
        grow();
    }

    /** Judging all survivors is one step and may take minutes, in which the reader lives. */
    private Store.Parallel showingLife(Store.Parallel parallel) {
        return (parts, part) -> parallel.run(parts, index -> {
            part.accept(index);
            alive.run();
        });
    }

    /** Nothing can be read up to an end: it counts as reached. */
    private void endedShort() {
        publish();
        barriers.advance();
        lookAtLap();
    }

    /** Shows how far what readers see is, and what is being read. */
    private void publish() {
        Reading<RV, K, V> seen = served == null ? next : served;
        Progress progress = seen == null ? Progress.none() : seen.progress();
        serving.publish(progress, next == null ? progress : next.progress());
    }
}
