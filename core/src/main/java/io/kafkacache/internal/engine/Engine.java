package io.kafkacache.internal.engine;

import io.kafkacache.CacheOptions;
import io.kafkacache.ClosedException;
import io.kafkacache.Entries;
import io.kafkacache.FailedException;
import io.kafkacache.Interpreter;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.NotReadyException;
import io.kafkacache.Standing;
import io.kafkacache.Store;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.index.Indexes;
import io.kafkacache.internal.listen.Origin;
import io.kafkacache.internal.listen.Subscriptions;
import io.kafkacache.internal.resolve.Resolving;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One open cache: makes its parts, starts them, and ends them, by {@link #close} or by a failure. Any thread. */
final class Engine<RK, RV, K, V> {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");
    private static final Duration HEADS_PERIOD = Duration.ofSeconds(1);
    private static final Duration FRESHNESS_PERIOD = Duration.ofSeconds(1);
    private static final Duration PROGRESS_PERIOD = Duration.ofSeconds(5);
    private static final Duration SUMMARY_PERIOD = Duration.ofMinutes(1);
    private static final long GOODBYE_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long FLUSH_NANOS = Duration.ofSeconds(6).toNanos();

    private final CacheContext cache;
    private final CacheNames.Name name;
    private final Serving<RK, K, V> serving = new Serving<>();
    private final Reader reader;
    private final Barriers barriers;
    private final Subscriptions<K, V> subscriptions;
    private final Snapshots<K, V> snapshots;
    private final Ranges<K> ranges;
    private final Indexes<K, V> indexes;
    private final Outbox<RK, RV> outbox;
    private final WriteRules<RK, RV> writeRules;
    private final CatchUpMeter meter;
    private final StatusReport report;
    private final EndsWatch heads;
    private final EndsWatch starts;
    private final @Nullable Commits commits;
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final Replica<RK, ?, K, V> replica;
    private volatile @Nullable Thread closer;

    Engine(CacheContext cache, CacheNames.Name name, String group, CacheOptions<RK, RV, K, V> options) {
        this.cache = cache;
        this.name = name;
        Driver driver = cache.driver();
        reader = new Reader(cache);
        barriers = new Barriers(cache, serving::progress, options.isolation() == Isolation.READ_COMMITTED);
        Resolving<RK, RV, ?, K, V> resolving = Resolving.of(options);
        Interpreter<K, ?> keys = resolving.keys();
        ranges = new Ranges<>(keys);
        snapshots = new Snapshots<>(driver, reader::post, this::entries, ranges);
        indexes = new Indexes<>(cache.name(), keys, new IndexReads(), cache.guard()::indexThrew);
        subscriptions = new Subscriptions<>(
                driver,
                keys,
                new Subscriptions.Reader<>(
                        reader::post, this::view, this::epochAt, serving::averageEntry, thrown -> cache.guard()
                                .threw("listener", thrown)),
                new Origin(
                        ThreadLocalRandom.current().nextLong(),
                        EntryVersion.of(options),
                        EntryVersion.isReproducible(options),
                        options.history()));
        outbox = new Outbox<>(cache, options.keyCodec(), options.valueCodec(), this::standing, serving::progress);
        writeRules = new WriteRules<>(cache, options.validateWrites());
        meter = new CatchUpMeter(cache, serving::reading);
        report = new StatusReport(cache, serving, meter);
        replica = replica(options, resolving);
        Inquiries quiet = new Inquiries(cache, reader::postQuietly);
        heads = new EndsWatch(
                cache, serving, HEADS_PERIOD, (count, done) -> quiet.heads(count, replica::headsAnswered, done));
        starts = new EndsWatch(
                cache,
                serving,
                options.metadataAge(),
                (count, done) -> quiet.starts(count, replica::startsAnswered, done));
        commits = options.commitPositions() ? new Commits(cache, group, serving) : null;
        DescriptionNews news = new DescriptionNews(
                cache, serving::reading, (said, askedNanos) -> reader.post(() -> replica.described(said, askedNanos)));
        cache.watch().listen(news::heard);
        cache.watch().whenNotCreated(news::notCreated);
        start();
    }

    private <M> Replica<RK, M, K, V> replica(CacheOptions<RK, RV, K, V> options, Resolving<RK, RV, M, K, V> resolving) {
        Inquiries inquiries = new Inquiries(cache, reader::post);
        return new Replica<>(
                cache,
                new Readings<>(cache, options, resolving, inquiries),
                new Audience<>(cache.steps(), serving, barriers, subscriptions, indexes),
                barriers,
                inquiries,
                meter);
    }

    private void start() {
        try {
            startAll();
        } catch (RuntimeException | Error e) { // a thread could not be made; the others are not to stay
            ending.set(true);
            outbox.end(new ClosedException(cache.name() + ": the cache could not be opened"));
            cache.watch().end();
            heads.end();
            starts.end();
            reader.end();
            throw e;
        }
    }

    private void startAll() {
        LOG.info(
                "{}: opened on topic {} at {}, {}",
                cache.name(),
                cache.topic(),
                cache.log().where(),
                cache.options().readOnly() ? "read-only" : "to read and to write");
        if (!cache.options().readOnly()) {
            outbox.start();
        }
        reader.start(replica, this::fail);
        Answers.take(reader.ended(), (done, thrown) -> cache.driver().callback(this::readerEnded));
        cache.dependencies().await(() -> reader.post(replica::canJudge));
        cache.watch().start();
        heads.start();
        if (cache.options().followRetention()) {
            starts.start();
        }
        if (commits != null) {
            commits.start();
            Answers.take(serving.readiness(), (done, failure) -> commits.commit());
        }
        every(FRESHNESS_PERIOD, new Freshness(cache, serving, report)::look);
        every(PROGRESS_PERIOD, meter::tell);
        every(SUMMARY_PERIOD, cache.rejections()::summarise);
    }

    private void every(Duration period, Runnable action) {
        cache.driver().schedule(period.toNanos(), () -> {
            if (!ending.get()) {
                try {
                    action.run();
                } finally { // whatever it throws, such as a log appender's failure: nobody else would look again
                    every(period, action);
                }
            }
        });
    }

    CacheContext context() {
        return cache;
    }

    Barriers barriers() {
        return barriers;
    }

    Subscriptions<K, V> subscriptions() {
        return subscriptions;
    }

    Snapshots<K, V> snapshots() {
        return snapshots;
    }

    Ranges<K> ranges() {
        return ranges;
    }

    Indexes<K, V> indexes() {
        return indexes;
    }

    Outbox<RK, RV> outbox() {
        return outbox;
    }

    WriteRules<RK, RV> writeRules() {
        return writeRules;
    }

    StatusReport report() {
        return report;
    }

    Serving<RK, K, V> serving() {
        return serving;
    }

    /** What answers reads. Throws what says why there is nothing. */
    Entries<K, V> entries() {
        Entries<K, V> entries = serving.entries();
        if (entries == null) {
            throw unreadable();
        }
        return entries;
    }

    boolean isClosed() {
        return closing.get();
    }

    /** Whether it was closed and whoever did that has been told so. */
    boolean hasClosed() {
        return closed.isDone();
    }

    private KafkaCacheException unreadable() {
        if (isClosed()) {
            return new ClosedException(cache.name() + ": the cache is closed");
        }
        FailedException failure = cache.health().failure();
        if (failure != null) {
            return failure;
        }
        if (serving.isReady()) {
            return new NotReadyException(cache.name() + ": last proven at the head " + report.staleness()
                    + " ago, and maxStaleness lets reads fail after "
                    + cache.options().maxStaleness().age() + " ("
                    + report.whyNotReady() + ")");
        }
        return new NotReadyException(
                cache.name() + ": not ready, so \"not found\" could be wrong; wait for ready() first ("
                        + report.whyNotReady() + ")");
    }

    /** Stops applying. Any thread. */
    void freeze() {
        reader.post(replica::freeze);
    }

    /** Goes on. Any thread. */
    void unfreeze() {
        reader.post(replica::unfreeze);
    }

    /** What the cache knows of a record's key, also before it is ready. */
    private Standing standing(RK key) {
        Store<RK, ?> known = serving.known();
        return known == null ? Standing.NOWHERE : known.standing(key);
    }

    private View<K, V> view() {
        return replica.entries().view();
    }

    private int epochAt(int partition, long position) {
        return replica.epochAt(partition, position);
    }

    private void fail(String why, @Nullable Throwable cause, boolean defect) {
        FailedException failure = new FailedException(cache.name() + ": " + why, cause);
        if (!ending.compareAndSet(false, true)) {
            return;
        }
        try {
            cache.health().failed(why, failure, defect);
        } finally { // whatever a logger does with the cause, nobody is to wait for a reader that is no more
            outbox.end(failure);
            end(failure);
        }
    }

    private void end(KafkaCacheException reason) {
        if (commits != null) {
            commits.stop();
        }
        serving.end(reason);
        barriers.end(reason);
        snapshots.end(reason);
        indexes.end(reason);
        if (!(reason instanceof ClosedException)) {
            subscriptions.end(reason);
        }
        cache.watch().end();
        heads.end();
        starts.end();
        reader.end();
    }

    private void readerEnded() {
        FailedException failure = cache.health().failure();
        if (failure == null) {
            Answers.take(closed, (done, thrown) -> serving.stopped().complete(null));
            return;
        }
        if (!cache.options().readOnly()) {
            Answers.take(outbox.ended(), (done, thrown) -> cache.driver().callback(cache.log()::close));
        } else {
            cache.log().close();
        }
        serving.stopped().completeExceptionally(failure);
    }

    /** Ends the cache in a few seconds. Callable from any thread, the cache's own included. */
    void close(Runnable told) {
        Uninterrupted.run(() -> closeOnce(told));
    }

    private void closeOnce(Runnable told) {
        if (!closing.compareAndSet(false, true)) {
            if (!awaitedByClose()) {
                cache.driver().await(closed, FLUSH_NANOS + 2 * GOODBYE_NANOS);
            }
            return;
        }
        closer = Thread.currentThread();
        try {
            closeAll();
        } finally {
            cache.driver().close();
            name.release();
            LOG.info("{}: closed", cache.name());
            told.run();
            closed.complete(null);
            closer = null;
        }
    }

    /** Whether whoever closes waits for the caller, which then must not wait for it: a monitor or a listener that closes as well. */
    boolean awaitedByClose() {
        return Thread.currentThread() == closer
                || reader.isCurrent()
                || outbox.isCurrent()
                || subscriptions.isCurrent();
    }

    private void closeAll() {
        boolean first = ending.compareAndSet(false, true);
        cache.health().closed();
        ClosedException reason = new ClosedException(cache.name() + ": the cache is closed");
        if (first) {
            outbox.close();
            end(reason);
        }
        subscriptions.end(null);
        goodbye(first);
        cache.log().close();
        Answers.take(reader.ended(), (done, thrown) -> replica.close());
    }

    /** Waits for the others to end, what was put to be sent above all; a thread of the cache's own that closes it waits for all but itself. */
    private void goodbye(boolean sound) {
        Driver driver = cache.driver();
        if (!cache.options().readOnly() && !outbox.isCurrent()) {
            driver.await(outbox.ended(), FLUSH_NANOS);
        }
        if (!reader.isCurrent()) {
            driver.await(reader.ended(), GOODBYE_NANOS);
        }
        if (!subscriptions.awaitEnd(GOODBYE_NANOS)) {
            LOG.warn("{}: closed while a listener is still in its callback", cache.name());
        }
        if (commits != null && sound && serving.progress().partitions() > 0) {
            driver.await(commits.end(), GOODBYE_NANOS);
        }
    }

    /** A future of the caller's own that follows {@code root}; its dependents never run on a thread of the engine. */
    CompletableFuture<Void> following(CompletableFuture<Void> root) {
        CompletableFuture<Void> own = cache.driver().newFuture();
        if (root.isDone()) {
            Answers.take(root, (done, thrown) -> complete(own, thrown));
        } else {
            Answers.take(root, (done, thrown) -> cache.driver().callback(() -> complete(own, thrown)));
        }
        return own;
    }

    private static void complete(CompletableFuture<Void> own, @Nullable Throwable thrown) {
        if (thrown == null) {
            own.complete(null);
        } else {
            own.completeExceptionally(Objects.requireNonNull(thrown));
        }
    }

    private final class IndexReads implements Indexes.Reads<K, V> {
        @Override
        public Entries<K, V> entries() {
            return Engine.this.entries();
        }

        @Override
        public @Nullable Entries<K, V> shown() {
            return replica.isReady() ? replica.entries() : null;
        }

        @Override
        public void atWork() {
            cache.steps().touch();
        }

        @Override
        public void mail(Runnable work) {
            reader.post(work);
        }

        @Override
        public CompletableFuture<Void> following(CompletableFuture<Void> root) {
            return Engine.this.following(root);
        }
    }
}
