package io.kafkacache.internal.engine;

import io.kafkacache.Entries;
import io.kafkacache.Store;
import io.kafkacache.Update;
import io.kafkacache.internal.index.Indexes;
import io.kafkacache.internal.listen.Changes;
import io.kafkacache.internal.listen.Place;
import io.kafkacache.internal.listen.Subscriptions;
import io.kafkacache.internal.replay.Progress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All who look at what the reader has applied. They learn of it in this order: store, indexes, positions, barriers, listeners; so whoever is told of a
 * record can read it. Reader's activity only.
 */
final class Audience<RK, K, V> {
    private final StepClock steps;
    private final Serving<RK, K, V> serving;
    private final Barriers barriers;
    private final Subscriptions<K, V> subscriptions;
    private final Indexes<K, V> indexes;

    Audience(
            StepClock steps,
            Serving<RK, K, V> serving,
            Barriers barriers,
            Subscriptions<K, V> subscriptions,
            Indexes<K, V> indexes) {
        this.steps = steps;
        this.serving = serving;
        this.barriers = barriers;
        this.subscriptions = subscriptions;
        this.indexes = indexes;
    }

    /** Whether anybody wants to know what changes. */
    boolean wantsUpdates() {
        return subscriptions.wanted() || indexes.wanted();
    }

    /** A store is filled that nobody reads yet. */
    void waitsFor(Store<RK, ?> filling) {
        serving.filling(filling);
    }

    /** Before it is complete, readers see these entries, made of the records of a store. */
    void seesEarly(Entries<K, V> entries, Store<RK, ?> of) {
        serving.serve(entries, of);
    }

    /** There is nothing to see any more, until something else is read. */
    void seesNothing() {
        serving.serveNothing();
        serving.publish(Progress.none(), Progress.none());
    }

    /** A batch of what readers see is in the store, which is complete up to {@code place}. */
    void applied(Changes<K, V> changes, Progress reached, Place place) {
        indexes.change(changes.updates());
        moved(reached, reached);
        advance();
        subscriptions.publish(changes, place);
    }

    /** Entries have left the store, while its positions stay. */
    void purged(Changes<K, V> changes, Place place) {
        indexes.change(changes.updates());
        subscriptions.publish(changes, place);
    }

    /** All that was proven to be there at that time is seen. */
    void atHead(long nanos) {
        subscriptions.atHead(nanos);
    }

    /** How far what readers see is, and what is read. */
    void moved(Progress seen, Progress read) {
        serving.publish(seen, read);
    }

    /** What a reading holds is about to take the place of {@code former}: gives what listeners are to be told, and fills the indexes. */
    List<Update<K, V>> prepare(@Nullable Entries<K, V> former, Entries<K, V> next) {
        List<Update<K, V>> difference =
                former == null || !subscriptions.wanted() ? List.of() : Difference.between(former, next, steps);
        indexes.fill(next);
        return difference;
    }

    /** Readers see what a reading holds. */
    void sees(Reading<RK, ?, K, V> complete) {
        serving.fingerprints(complete.fingerprints());
        serving.serve( // before the positions: a barrier may look at them at once, and be done
                complete.entries(), complete.generation().store());
        indexes.show();
        moved(complete.progress(), complete.progress());
    }

    /** What readers see is complete for the first time. */
    void ready(Place place) {
        subscriptions.ready(place);
        advance();
        serving.readiness().complete(null);
    }

    /** What readers see has taken the place of something else, by this difference. */
    void rebuilt(List<Update<K, V>> difference, Place place) {
        askAgain();
        subscriptions.rebuilt(difference, place);
    }

    /** What somebody waits for may be reached. */
    void advance() {
        barriers.advance();
    }

    /** The log is not what it was: who waits for an end of it waits for another. */
    void askAgain() {
        barriers.askAgain();
    }
}
