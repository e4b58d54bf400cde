package io.kafkacache.internal.engine;

import io.kafkacache.Change;
import io.kafkacache.Entries;
import io.kafkacache.Entry;
import io.kafkacache.Position;
import io.kafkacache.Rejection;
import io.kafkacache.StartAt;
import io.kafkacache.Update;
import io.kafkacache.internal.engine.Inquiries.Beginning;
import io.kafkacache.internal.listen.Changes;
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
 */
final class Replica<RK, M, K, V> implements Reading.Events<RK, M, K, V>, StuckEnds.Events {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final CacheContext cache;
    private final Readings<RK, ?, M, K, V> readings;
    private final Audience<RK, K, V> audience;
    private final StuckEnds stuckEnds;
    private final TopicTraits traits;
    private final CatchUpMeter meter;
    private final Beginnings beginnings;
    private final Brake brake;
    private final AwaitedAnswer answer;
    private final long doubtNanos; // as long as what the brokers say against what is known is not believed
    private @Nullable TopicDescription topic;
    private @Nullable Reading<RK, M, K, V> seen; // null before ready
    private @Nullable Reading<RK, M, K, V> read; // null while a new one is only wanted
    private int assignments;
    private int readers;

    Replica(
            CacheContext cache,
            Readings<RK, ?, M, K, V> readings,
            Audience<RK, K, V> audience,
            Barriers barriers,
            Inquiries inquiries,
            CatchUpMeter meter) {
        this.cache = cache;
        this.readings = readings;
        this.audience = audience;
        this.meter = meter;
        this.doubtNanos = 3 * cache.watch().briefNanos();
        this.stuckEnds = new StuckEnds(cache, barriers, inquiries, this);
        this.traits = new TopicTraits(cache, () -> inquiries.mail(this::lookAtLap));
        this.brake = new Brake(cache.name(), cache.health());
        this.answer = new AwaitedAnswer(cache, inquiries, () -> {
            assignments++; // the rest of the batch was dropped
            readOn();
        });
        this.beginnings = new Beginnings(
                inquiries,
                !(cache.options().startAt() instanceof StartAt.Beginning),
                cache.watch().briefNanos(),
                cache.driver().nanoTime() ^ cache.name().hashCode());
    }

    /** Asks nothing any more. */
    void end() {
        traits.end();
        Reading<RK, M, K, V> unseen = unseen();
        if (unseen != null) {
            unseen.end();
        }
    }

    /** Frees the stores. To be called once, when the reader has ended and nobody reads any more. */
    void close() {
        Reading<RK, M, K, V> unseen = unseen();
        if (unseen != null) {
            unseen.close();
        }
        if (seen != null) {
            seen.close();
        }
    }

    /** What is being read where that is not what readers see, or null. */
    private @Nullable Reading<RK, M, K, V> unseen() {
        return read == seen ? null : read;
    }

    /** Whether there is something to poll for. */
    boolean reads() {
        return read != null
                && !brake.isOn()
                && !answer.isAwaited()
                && cache.dependencies().areReady();
    }

    /** What the records are judged by is ready. */
    void canJudge() {
        readOn();
    }

    private void readOn() {
        stuckEnds.readsOn();
        lookAtLap();
    }

    /** Applies nothing until {@link #unfreeze}. */
    void freeze() {
        brake.freeze();
    }

    /** Goes on; also after a halt that a record of its own did not cause. */
    void unfreeze() {
        Reading<RK, M, K, V> halted = read; // a sweep ends a replay that nobody sees yet, and applies as records come
        if (brake.release() && halted != null) {
            halted.applier().goOn();
            assignments++; // the rest of the batch was dropped
        }
        readOn();
    }

    /** What readers see. */
    Entries<K, V> entries() {
        return Objects.requireNonNull(seen).entries();
    }

    /** Under which leader epoch a position of what readers see was passed. */
    int epochAt(int partition, long position) {
        return Objects.requireNonNull(seen).generation().track(partition).epochAt(position);
    }

    /** Counts what there is to read: a reader that was assigned by another number must be assigned again. */
    int assignment() {
        return assignments;
    }

    /** Counts the readers that were wanted: one for each reading, and one in the place of each that got nothing any more. */
    int readers() {
        return readers;
    }

    boolean isReady() {
        return seen != null;
    }

    Map<Integer, Position> positions() {
        return Objects.requireNonNull(read).generation().positions();
    }

    /** What the brokers say of the topic, asked at {@code askedNanos}. */
    void described(TopicDescription said, long askedNanos) {
        TopicDescription known = topic;
        if (!cache.ids().believes(said.topicId(), askedNanos, doubtNanos)) {
            return;
        }
        if (known == null) {
            enter(said, askedNanos);
            traits.start();
            start();
        } else if (!known.isSameTopic(said)) {
            enter(said, askedNanos);
            traits.renew();
            startOver("the topic was deleted and made again (its id was " + known.topicId() + " and is "
                    + said.topicId() + ")");
            audience.askAgain(); // those that wait for a record of the former topic need not wait any longer
        } else if (said.partitions() > known.partitions()) {
            topic = said;
            grow();
        }
    }

    private void enter(TopicDescription said, long askedNanos) {
        topic = said;
        cache.ids().enter(said.topicId(), askedNanos);
    }

    /** Reads the topic again from the log start: beside what readers see, where they see anything. */
    @Override
    public void startOver(String why) {
        LOG.warn(
                "{}: {}; {}",
                cache.name(),
                why,
                seen == null ? "starting over" : "reading the topic again, until then the cache serves what it has");
        start();
    }

    private void start() {
        drop();
        if (seen != null) {
            seen.leave();
            publish();
            cache.health().rebuilding(true);
        }
        beginnings.ask(() -> Objects.requireNonNull(topic), seen == null ? null : seen.generation(), this::begin);
    }

    /** Reads what is being read no further. */
    private void drop() {
        Reading<RK, M, K, V> unseen = unseen();
        read = null;
        answer.forget();
        if (unseen != null) {
            if (seen == null) {
                audience.seesNothing();
            }
            unseen.close();
        }
    }

    private void begin(Beginning beginning) {
        Reading<RK, M, K, V> begun = readings.next(beginning, this::isAccepted, this);
        read = begun;
        assignments++;
        readers++;
        meter.begin(seen != null, cache.now());
        if (seen == null) {
            audience.waitsFor(begun.generation().store());
            publish();
            if (cache.options().readsBeforeReady()) {
                begun.serveFromBeginning();
                audience.seesEarly(begun.entries(), begun.generation().store());
            }
        }
        Generation<RK, M> former = seen == null ? null : seen.generation();
        begun.begin(beginning.targets(), former != null && former.isOf(beginning.topic()) ? former : null);
        if (seen == null && beginnings.asked() > 1) {
            audience.askAgain();
        }
    }

    /** Whether readers see this very record, in another reading than this one: what it was accepted by may have changed since. */
    private boolean isAccepted(Change<RK, M> record) {
        Reading<RK, M, K, V> shown = seen;
        Entry<RK, M> entry = shown == null || shown == read
                ? null
                : shown.generation().store().latest(record.key());
        return entry != null
                && entry.rejection() == null
                && entry.offsetInPartition() == record.offset()
                && entry.timestampMillis() == record.timestampMillis()
                && entry.source().equals(record.source());
    }

    /** Reads the partitions that were added; in a replay from the start, for it is not complete without them. */
    private void grow() {
        TopicDescription grown = Objects.requireNonNull(topic);
        Reading<RK, M, K, V> growing = read;
        if (growing == null || growing != seen) {
            start();
            return;
        }
        int known = growing.generation().tracks().size();
        if (growing.isInLaps() || known == grown.partitions()) {
            return; // looked at again when those laps are done
        }
        if (known == 1 && growing.applier().hasRemoved()) {
            startOver(
                    "the topic has grown from one partition, of which the cache does not remember what was deleted: that may "
                            + "have to keep away what the other ones hold");
            return;
        }
        LOG.info("{}: the topic has grown from {} to {} partitions", cache.name(), known, grown.partitions());
        beginnings.askAdded(grown, growing.generation(), beginning -> {
            growing.grow(beginning, cache.now());
            assignments++;
            advance();
        });
    }

    void apply(RecordBatch batch) {
        Reading<RK, M, K, V> reading = Objects.requireNonNull(read);
        Moment now = cache.now();
        Duration away = reading.isReplayed() ? Absence.tooLong(reading.generation(), batch, traits, now) : null;
        if (away != null) {
            startOver("was away from the head for " + away
                    + ", more than half of delete.retention.ms, and records are missing "
                    + "from what it reads now, so deleted keys may have been missed");
            return;
        }
        Changes<K, V> changes = reading.apply(batch, reading == seen && audience.wantsUpdates(), now);
        if (reading == seen) {
            audience.applied(changes, reading.progress(), reading.generation().place());
        } else {
            advance();
        }
        answer.applied(reading.generation());
        String halt = reading.applier().haltedBy();
        UnjudgedException unjudged = reading.applier().unjudged();
        if (halt != null) {
            brake.halt(halt, !reading.applier().mayGoOn());
        } else if (unjudged != null) {
            answer.await(unjudged);
        } else {
            reading.lookAtLap();
        }
    }

    /** The heads of now, asked for at {@code asked}. */
    void headsAnswered(Moment asked, Map<Integer, Position> heads) {
        boolean proving = read != null; // what is about to be read again is proven by nothing
        Reading<RK, M, K, V> answered = proving ? read : seen;
        if (answered == null || !isAbout(answered, asked)) {
            return;
        }
        Generation<RK, M> generation = answered.generation();
        generation.headsAnswered(asked, heads, doubtNanos, proving);
        if (seen != null && answered != seen) {
            seen.generation().headsSeen(asked, heads, generation.topic());
        }
        if (generation.forgetRemovals(cache.now(), traits.deleteRetentionNanos())) {
            answered.applier().removalsForgotten();
        }
        PartitionTrack cut = proving ? generation.cutBy(heads) : null;
        if (cut != null) {
            startOver("the log of " + cut.source() + " was truncated below the position " + cut.position());
            return;
        }
        publish();
        if (proving) {
            tellAtHead(answered);
            stuckEnds.look(answered, asked, reads());
        }
    }

    private void tellAtHead(Reading<RK, M, K, V> answered) {
        Progress progress = answered.progress();
        Moment proven = progress.oldestProof();
        if (answered == seen && proven != null && progress.uncovered().isEmpty()) {
            audience.atHead(proven.nanos());
        }
    }

    /** The log starts of now: what comes from records below them leaves. */
    void startsAnswered(Moment asked, Map<Integer, Position> starts) {
        Reading<RK, M, K, V> reading = seen;
        if (reading == null || reading != read || brake.isOn() || !isAbout(reading, asked)) {
            return;
        }
        Generation<RK, M> generation = reading.generation();
        if (generation.trimmedTo(starts)) {
            Changes<K, V> changes = reading.purge(generation::isTrimmed, audience.wantsUpdates());
            audience.purged(changes, generation.place());
        }
    }

    /** Whether what was asked then is about this reading, and not about what stood there before: perhaps another topic of that name. */
    private static boolean isAbout(Reading<?, ?, ?, ?> reading, Moment asked) {
        return asked.nanos() - reading.begun().nanos() > 0;
    }

    private void lookAtLap() {
        if (read != null) {
            read.lookAtLap();
        }
    }

    @Override
    public void lapBegun(Reading<RK, M, K, V> reading, Lap lap) {
        if (reading != seen) {
            meter.lap(reading.generation().tracks(), lap, cache.now());
        }
    }

    @Override
    public boolean mayEnd(Reading<RK, M, K, V> reading) {
        return traits.known() && !brake.isOn() && cache.dependencies().areReady();
    }

    /** A replay has read everything: it is shown. Or all of what was added stands beside the rest. */
    @Override
    public void lapsDone(Reading<RK, M, K, V> done) {
        if (done == seen) {
            publish();
            grow();
            return;
        }
        if (seen != null) {
            Retained.carry(seen, done, cache.steps());
        }
        Rejection rejection = done.replayed();
        if (rejection != null) {
            brake.halt(Rejections.halt(rejection), true);
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
        return read != null && read.isSweeping() && !brake.isOn();
    }

    /** Sweeps a little; gives how long it has nothing more to do, in nanoseconds. */
    long sweep() {
        return Objects.requireNonNull(read).sweep();
    }

    @Override
    public void swept(Reading<RK, M, K, V> done) {
        show(done);
    }

    private void show(Reading<RK, M, K, V> complete) {
        Reading<RK, M, K, V> former = seen;
        complete.show();
        List<Update<K, V>> difference = audience.prepare(former == null ? null : former.entries(), complete.entries());
        seen = complete;
        audience.sees(complete);
        meter.ready(cache.now(), complete.entries().size());
        if (former == null) {
            cache.health().ready();
            audience.ready(complete.generation().place());
        } else {
            cache.health().rebuilding(false);
            audience.rebuilt(difference, complete.generation().place());
            former.close();
        }
        grow();
    }

    @Override
    public void readerStuck() {
        readers++;
    }

    @Override
    public void endedShort() {
        advance();
        lookAtLap();
    }

    /** Shows how far what readers see is, or are going to see, and what is being read. */
    private void publish() {
        Progress progress = progress();
        audience.moved(progress, read == null || read == seen ? progress : read.progress());
    }

    /** The same, where that may be what somebody waits for. */
    private void advance() {
        publish();
        audience.advance();
    }

    private Progress progress() {
        Reading<RK, M, K, V> shown = seen == null ? read : seen;
        return shown == null ? Progress.none() : shown.progress();
    }
}
