package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.OpenTransaction;
import io.kafkacache.Position;
import io.kafkacache.Rejection;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.listen.Subscriptions;
import io.kafkacache.internal.log.RecordBatch;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.replay.Lap;
import io.kafkacache.internal.replay.Moment;
import io.kafkacache.internal.replay.PartitionTrack;
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
 * The cache's side of the topic: which generation is being read, how far its replay is, when it is complete. Used by the reader's activity only,
 * which gives it batches and mail.
 *
 * <p>Order at the end of a batch: store, positions, barriers, listeners; so whoever is told of a record can read it.
 */
final class Replica<RV, K, V> {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private static final long STILL_NANOS = Duration.ofSeconds(5).toNanos();

    private final CacheContext cache;
    private final CacheOptions<?, RV, K, V> options;
    private final Supplier<RecordInterpreter<RV, K, V>> interpreters;
    private final Serving<K, V> serving;
    private final Barriers barriers;
    private final Subscriptions<K, V> subscriptions;
    private final Inquiries inquiries;
    private final StuckEnds stuckEnds;
    private final TopicTraits traits;
    private final Failing failing;
    private final CatchUpMeter meter;
    private final Runnable alive;
    private @Nullable TopicDescription topic;
    private @Nullable Generation<K, V> generation;
    private @Nullable RecordInterpreter<RV, K, V> interpreter;
    private @Nullable Applier<RV, K, V> applier;
    private @Nullable Lap lap;
    private long begunNanos;
    private long lapNanos;
    private long enteredNanos;
    private int attempt;
    private int generations;
    private long awayNanos;
    private boolean repeated;
    private boolean ready;
    private boolean halted;

    Replica(
            CacheContext cache,
            CacheOptions<?, RV, K, V> options,
            Supplier<RecordInterpreter<RV, K, V>> interpreters,
            Serving<K, V> serving,
            Barriers barriers,
            Subscriptions<K, V> subscriptions,
            Inquiries inquiries,
            Failing failing,
            CatchUpMeter meter,
            Runnable alive) {
        this.cache = cache;
        this.options = options;
        this.interpreters = interpreters;
        this.serving = serving;
        this.barriers = barriers;
        this.subscriptions = subscriptions;
        this.inquiries = inquiries;
        this.failing = failing;
        this.meter = meter;
        this.alive = alive;
        this.stuckEnds = new StuckEnds(cache, inquiries, this::endedShort);
        this.traits = new TopicTraits(cache);
    }

    /** Asks nothing any more. */
    void end() {
        traits.end();
    }

    /** Frees the store. To be called once, when the reader has ended and nobody reads any more. */
    void close() {
        Generation<K, V> last = generation;
        if (last != null) {
            last.store().close();
        }
    }

    /** Whether there is something to poll for. */
    boolean reads() {
        return generation != null && !halted;
    }

    /** The generation that is read now; a reader that was assigned to another one must be assigned again. */
    int generationNumber() {
        return generation == null ? 0 : generation.number();
    }

    boolean isReady() {
        return ready;
    }

    Map<Integer, Position> positions() {
        return current().positions();
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
        } else if (!known.topicId().equals(said.topicId())) {
            cache.ids().leave();
            if (ready) {
                failing.fail(
                        "the topic was deleted and made again (its id was " + known.topicId() + " and is "
                                + said.topicId() + "); open the cache again",
                        null,
                        true);
            } else {
                LOG.warn("{}: the topic was deleted and made again; starting over", cache.name());
                enter(said, askedNanos);
            }
        } else if (said.partitions() > known.partitions()) {
            grown(known, said);
        }
    }

    /** The position left the log: trimmed away, or the log was truncated below it. */
    void lost(String why) {
        if (ready) {
            failing.fail(why + "; deleted keys may have been missed, open the cache again", null, true);
        } else {
            LOG.warn("{}: {}; starting over", cache.name(), why);
            start(Objects.requireNonNull(topic));
        }
    }

    void apply(RecordBatch batch) {
        Applier<RV, K, V> applying = Objects.requireNonNull(applier);
        boolean wanted = ready && subscriptions.wanted();
        Moment now = cache.now();
        List<Update<K, V>> updates = applying.apply(batch, wanted, now);
        current().commit();
        Moment proven = applying.oldestProofAtHole();
        if (!ready && proven != null) {
            awayNanos = Math.max(awayNanos, proven.ageNanos(now));
        }
        if (ready && proven != null && traits.mayHideTombstones(proven.ageNanos(now))) {
            failing.fail(
                    "was away from the head for " + Duration.ofNanos(proven.ageNanos(now)) + ", more than half of "
                            + "delete.retention.ms, and records are missing from what it reads now; deleted keys may have been "
                            + "missed, open the cache again",
                    null,
                    true);
            return;
        }
        publish();
        barriers.advance();
        subscriptions.publish(updates, current().place());
        Rejection rejection = applying.haltedBy();
        if (rejection != null) {
            halt(rejection);
        } else {
            lookAtLap();
        }
    }

    /** The heads of now, asked for at {@code asked}. */
    void headsAnswered(Moment asked, Map<Integer, Position> ends) {
        Generation<K, V> read = generation;
        if (read == null || asked.nanos() - begunNanos <= 0) {
            return; // asked of what stood there before, perhaps another topic of that name
        }
        ends.forEach((p, end) -> {
            if (p < read.tracks().size() && !read.track(p).isStale(end)) {
                read.track(p).headAnswered(asked, end);
            }
        });
        publish();
        Lap now = lap;
        Lap.Stretch waitedFor =
                ready ? barriers.missing(serving.progress()) : now == null ? null : now.missing(serving.progress());
        if (ready && waitedFor == null) {
            waitedFor = longBehind(read, asked);
        }
        boolean overtaken = !ready && asked.nanos() - lapNanos < 0; // these heads are older than the target
        OpenTransaction transaction = null;
        if (waitedFor != null
                && !overtaken
                && waitedFor.partition() < read.tracks().size()) {
            PartitionTrack track = read.track(waitedFor.partition());
            transaction = stuckEnds.look(track, waitedFor, asked);
            if (!ready && track.next() >= track.head() && track.head() < waitedFor.target()) {
                checkTarget(waitedFor.partition(), waitedFor.target());
            }
        }
        if (!ready) {
            cache.health().waitsFor(transaction);
        }
    }

    /** A partition that stands still before its head: where nothing can be read there, it is not stale for ever. */
    private static Lap.@Nullable Stretch longBehind(Generation<?, ?> read, Moment asked) {
        for (PartitionTrack track : read.tracks()) {
            if (track.isBehind() && asked.nanos() - track.moved().nanos() > STILL_NANOS) {
                return new Lap.Stretch(track.source().partition(), track.next(), track.head());
            }
        }
        return null;
    }

    private void enter(TopicDescription said, long askedNanos) {
        topic = said;
        enteredNanos = askedNanos;
        cache.ids().enter(said.topicId());
        start(said);
    }

    private void grown(TopicDescription known, TopicDescription said) {
        if (!ready) {
            topic = said;
            start(said);
        } else if (meter.uncovered(known.partitions(), said.partitions())) {
            LOG.warn(
                    "{}: the topic has grown from {} to {} partitions; the added ones are not read until the cache is opened "
                            + "again",
                    cache.name(),
                    known.partitions(),
                    said.partitions());
        }
    }

    /** Begins a replay from the log start into an empty store, with new targets. */
    private void start(TopicDescription said) {
        int mine = ++attempt;
        Generation<K, V> former = generation;
        generation = null;
        lap = null;
        if (former != null) {
            serving.serve(null);
            serving.publish(Progress.none());
            former.store().close();
        }
        if (attempt == 1) {
            traits.start(() -> inquiries.mail(this::lookAtLap));
        }
        inquiries.beginning(said, () -> mine == attempt, beginning -> {
            if (mine == 1) {
                begin(beginning);
            } else {
                beginAgain(beginning);
            }
        });
    }

    /**
     * A log that lost our position may have been deleted and made again, which only its id tells. Another id comes to {@link #described} as well,
     * which starts over in it.
     */
    private void beginAgain(Beginning beginning) {
        int mine = attempt;
        inquiries.description(() -> mine == attempt, now -> {
            if (now.topicId().equals(beginning.topic().topicId())) {
                begin(beginning);
            }
        });
    }

    private void begin(Beginning beginning) {
        RecordInterpreter<RV, K, V> meaning = interpreters.get();
        Store<K, V> store = options.store().create(cache.name(), meaning);
        Generation<K, V> next = new Generation<>(
                ++generations, cache.topic(), beginning.topic(), beginning.starts(), store, cache.now());
        interpreter = meaning;
        applier = new Applier<>(
                cache.name(),
                next,
                meaning,
                options.onRejected(),
                options.readsBeforeReady(),
                cache.rejections(),
                cache.counters());
        generation = next;
        awayNanos = 0;
        begunNanos = beginning.asked().nanos();
        beginning.targets().forEach((p, target) -> next.track(p).ended(beginning.asked(), target));
        serving.generation(next.number());
        publish();
        if (options.readsBeforeReady()) {
            serving.serve(store);
        }
        begin(Lap.first(serving.progress(), beginning.targets()));
        if (attempt > 1) {
            barriers.askAgain();
        }
    }

    private void begin(Lap next) {
        lap = next;
        lapNanos = cache.driver().nanoTime();
        meter.lap(current().tracks(), next, cache.now());
        lookAtLap();
    }

    private void lookAtLap() {
        Lap now = lap;
        Progress progress = serving.progress();
        if (ready || halted || now == null || !now.reached(progress) || !traits.known()) {
            return;
        }
        if (now.needsAnother(progress)) {
            lap = null;
            askNextLap(now, progress);
        } else {
            complete();
        }
    }

    private void askNextLap(Lap done, Progress before) {
        int mine = attempt;
        inquiries.targets(before.partitions(), () -> mine == attempt, (asked, ends) -> {
            Generation<K, V> read = current();
            if (ends.entrySet().stream()
                    .anyMatch(end -> read.track(end.getKey()).isStale(end.getValue()))) {
                cache.driver()
                        .schedule(
                                Duration.ofMillis(50).toNanos(),
                                () -> inquiries.mail(() -> {
                                    if (mine == attempt) {
                                        askNextLap(done, before);
                                    }
                                }));
                return;
            }
            ends.forEach((p, end) -> read.track(p).ended(asked, end));
            begin(done.next(before, ends));
        });
    }

    /** The last lap met no hole: everything is in. */
    private void complete() {
        if (startsOverForGhosts()) {
            return;
        }
        Generation<K, V> read = current();
        read.store().replayed(showingLife(cache.driver().parallel()));
        Rejection rejection = Objects.requireNonNull(interpreter).haltedBy();
        if (rejection != null) {
            halt(rejection);
            return;
        }
        Objects.requireNonNull(applier).replayed();
        read.commit();
        ready = true;
        serving.serve(read.store()); // before the positions: a barrier may look at them from another thread and be done
        publish();
        cache.health().ready();
        subscriptions.ready(read.place());
        barriers.advance();
        meter.ready(cache.now(), read.store().size());
        serving.readiness().complete(null);
    }

    /**
     * Whether a replay was so long underway, as by an outage, that tombstones of what it read first may be gone. Once it is repeated; who can not
     * read the topic in that time at all is told.
     */
    private boolean startsOverForGhosts() {
        if (!traits.mayHideTombstones(awayNanos)) {
            return false;
        }
        String why =
                "reading the topic took more than half of delete.retention.ms (" + Duration.ofNanos(awayNanos) + ")";
        if (repeated) {
            LOG.warn("{}: {} again; deleted keys may have stayed, raise delete.retention.ms", cache.name(), why);
            return false;
        }
        repeated = true;
        lost(why + ", so deleted keys may have been missed");
        return true;
    }

    /** Judging all survivors is one step and may take minutes, in which the reader lives. */
    private Store.Parallel showingLife(Store.Parallel parallel) {
        return (parts, part) -> parallel.run(parts, index -> {
            part.accept(index);
            alive.run();
        });
    }

    private void halt(Rejection rejection) {
        halted = true;
        cache.health().halted(rejection);
    }

    /** A target beyond the head is held back by an open transaction, or was truncated away: that one would be waited for without end. */
    private void checkTarget(int partition, long target) {
        int mine = attempt;
        inquiries.targets(current().tracks().size(), () -> mine == attempt && !ready, (asked, ends) -> {
            Position end = ends.get(partition);
            if (end != null
                    && end.offset() < target
                    && !current().track(partition).isStale(end)) {
                lost(cache.topic() + "-" + partition + ": the log was truncated below the end at " + target);
            }
        });
    }

    private void endedShort(PartitionTrack track, long position, long target) {
        Generation<K, V> read = generation;
        if (read == null || read.track(track.source().partition()) != track || track.next() != position) {
            return;
        }
        track.endedShort(position, target);
        if (cache.counters().shortEnds.getAndIncrement() == 0) {
            LOG.warn(
                    "{}: {} ends at {} although its end is {}: nothing can be read there, so it counts as reached",
                    cache.name(),
                    track.source(),
                    position,
                    target);
        }
        publish();
        barriers.advance();
        lookAtLap();
    }

    private void publish() {
        serving.publish(current().progress(ready));
    }

    private Generation<K, V> current() {
        return Objects.requireNonNull(generation);
    }

    /** Ends the cache in FAILED. */
    @FunctionalInterface
    interface Failing {
        /** {@code defect} says whether {@code live} turns false: restarting the process would help. */
        void fail(String why, @Nullable Throwable cause, boolean defect);
    }
}
