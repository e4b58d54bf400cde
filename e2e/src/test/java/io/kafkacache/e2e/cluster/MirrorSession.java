package io.kafkacache.e2e.cluster;

import io.kafkacache.Entry;
import io.kafkacache.RecordOffset;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Guarantee 8 for one subscription. ListenerOrdered: the updates of a partition come in the order of their offsets, after the store shows them.
 * ListenerUnique: each once. ListenerReliable: none is missing, that is, the entry before is the one told last; the initial state is told to be
 * complete once. That the sum is the cache's contents {@link ReplicasConverge} judges.
 */
final class MirrorSession implements UpdateListener<String, String> {
    private final Run run;
    private final Watched watched;
    private final Map<String, Entry<String, String>> told;
    private final Map<String, Long> lastOffsets;
    private @Nullable Bookmark bookmark;
    private boolean stateDone;
    private boolean gone;

    private MirrorSession(Run run, Watched watched, @Nullable Bookmark bookmark) {
        this.run = run;
        this.watched = watched;
        this.bookmark = bookmark;
        this.told = bookmark == null ? new HashMap<>() : new HashMap<>(bookmark.told);
        this.lastOffsets = bookmark == null ? new HashMap<>() : new HashMap<>(bookmark.lastOffsets);
    }

    static MirrorSession fromStart(Run run, Watched watched) {
        return new MirrorSession(run, watched, null);
    }

    static MirrorSession behind(Run run, Watched watched, Bookmark bookmark) {
        return new MirrorSession(run, watched, bookmark);
    }

    @Override
    public synchronized void onUpdates(List<? extends Update<? extends String, ? extends String>> step) {
        for (Update<? extends String, ? extends String> update : step) {
            RecordOffset place = update.offset();
            if (place != null) {
                inOrder(place, update);
            }
            linksUp(update);
            isShown(update);
            Entry<String, String> after = entry(update.after());
            if (after == null) {
                told.remove(update.key());
            } else {
                told.put(update.key(), after);
            }
            run.findings().count("updates told");
        }
    }

    private void inOrder(RecordOffset place, Update<? extends String, ? extends String> update) {
        String partition = place.topicId() + "-" + place.partition();
        long last = lastOffsets.getOrDefault(partition, -1L);
        if (stateDone && place.offset() <= last) {
            object(
                    place.offset() == last ? "ListenerUnique" : "ListenerOrdered",
                    update + " is told after offset " + last);
        }
        lastOffsets.merge(partition, place.offset(), Math::max);
    }

    private void linksUp(Update<? extends String, ? extends String> update) {
        Entry<String, String> before = entry(update.before());
        Entry<String, String> known = told.get(update.key());
        if (!Objects.equals(before, known)) {
            object("ListenerReliable", update + " is told where the last that was told is " + known);
        }
    }

    private void isShown(Update<? extends String, ? extends String> update) {
        Entry<String, String> after = entry(update.after());
        Entry<String, String> shown = watched.cache().entry(update.key());
        if (after != null
                && shown != null
                && !Keys.isMixed(update.key())
                && after.source().equals(shown.source())
                && shown.offsetInPartition() < after.offsetInPartition()) {
            object("ListenerOrdered", update + " is told while the cache shows " + shown);
        }
    }

    private static @Nullable Entry<String, String> entry(@Nullable Entry<? extends String, ? extends String> of) {
        return of == null
                ? null
                : Entry.of(of.key(), of.value(), of.source(), of.offsetInPartition(), of.timestampMillis());
    }

    @Override
    public synchronized void onInitialStateDone() {
        if (stateDone) {
            object("ListenerReliable", "the initial state is told to be complete again");
        }
        stateDone = true;
    }

    @Override
    public synchronized void onBookmark(String token) {
        bookmark = new Bookmark(token, Map.copyOf(told), Map.copyOf(lastOffsets));
    }

    @Override
    public synchronized void onGone(String reason) {
        gone = true;
        run.findings().count("listeners gone");
        run.findings().happened("the listener is gone: " + reason);
    }

    private void object(String validator, String message) {
        run.findings().add(validator, "listener of " + watched + ": " + message);
    }

    synchronized boolean isGone() {
        return gone;
    }

    synchronized @Nullable Bookmark bookmark() {
        return bookmark;
    }

    synchronized Map<String, String> contents() {
        Map<String, String> contents = new HashMap<>();
        told.forEach((key, entry) -> contents.put(key, entry.value()));
        return contents;
    }

    /**
     * Where to resume, and what was known there.
     *
     * @param token the token
     * @param told the entry of each key
     * @param lastOffsets the last offset of each topic and partition
     */
    record Bookmark(String token, Map<String, Entry<String, String>> told, Map<String, Long> lastOffsets) {}
}
