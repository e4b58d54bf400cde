package io.kafkacache.internal.engine;

import io.kafkacache.Entries;
import io.kafkacache.Fingerprint;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.Store;
import io.kafkacache.internal.replay.Fingerprints;
import io.kafkacache.internal.replay.Progress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What readers see: the entries that answer them, how far these are, and whether they are complete. Written by the reader's activity, read by
 * everybody.
 *
 * <p>{@code entries} is null whenever reads must fail, so that a read costs one volatile load and nothing else.
 */
final class Serving<RK, K, V> {
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile @Nullable Entries<K, V> entries;
    private volatile @Nullable Entries<K, V> complete;
    private volatile @Nullable Store<RK, ?> known;
    private boolean suspended; // guarded by this
    private volatile Fingerprints fingerprints = new Fingerprints();
    private volatile Progress progress = Progress.none();
    private volatile Progress reading = Progress.none();
    private volatile boolean ended;

    /** What answers reads; null whenever they must fail. */
    @Nullable
    Entries<K, V> entries() {
        return entries;
    }

    /** The same, also while reads are suspended; null before there is anything to read and after the end. */
    @Nullable
    Entries<K, V> held() {
        return complete;
    }

    /** What knows most of the topic's records: the store of what answers reads, or would; before that the one being filled. */
    @Nullable
    Store<RK, ?> known() {
        return known;
    }

    /** A store is being filled that does not answer reads yet. */
    void filling(Store<RK, ?> begun) {
        synchronized (this) {
            known = ended ? null : begun;
        }
    }

    /** Roughly what an entry occupies, in bytes; 0 where not known. */
    long averageEntry() {
        Entries<K, V> now = complete;
        return now == null ? 0 : now.bytes() / Math.max(1, now.size());
    }

    /** The fingerprints of what answers reads; empty ones before. */
    Fingerprints fingerprints() {
        return fingerprints;
    }

    Fingerprint fingerprint() {
        return fingerprints.snapshot(progress);
    }

    void fingerprints(Fingerprints shown) {
        fingerprints = shown;
    }

    /** How far what readers see is; before ready, how far what they are going to see is. */
    Progress progress() {
        return progress;
    }

    /** How far the reader is: the same, but for a rebuild, which reads another generation. */
    Progress reading() {
        return reading;
    }

    boolean isReady() {
        return ready.isDone() && !ready.isCompletedExceptionally();
    }

    CompletableFuture<Void> readiness() {
        return ready;
    }

    CompletableFuture<Void> stopped() {
        return stopped;
    }

    void publish(Progress seen, Progress read) {
        reading = read;
        progress = seen;
    }

    /** Readers see these entries, made of the records of a store. */
    void serve(Entries<K, V> shown, Store<RK, ?> of) {
        synchronized (this) {
            complete = ended ? null : shown;
            known = ended ? null : of;
            choose();
        }
    }

    /** There is nothing to read any more, until the topic has been read again. */
    void serveNothing() {
        synchronized (this) {
            complete = null;
            known = null;
            choose();
        }
    }

    /** Whether reads are to fail though there is something to read. */
    void suspend(boolean now) {
        synchronized (this) {
            suspended = now;
            choose();
        }
    }

    private void choose() {
        entries = ended || suspended ? null : complete;
    }

    /** Reads fail from here on. */
    void end(KafkaCacheException reason) {
        synchronized (this) {
            ended = true;
            complete = null;
            known = null;
            choose();
        }
        ready.completeExceptionally(reason);
    }
}
