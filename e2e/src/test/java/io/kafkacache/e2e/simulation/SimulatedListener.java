package io.kafkacache.e2e.simulation;

import io.kafkacache.RecordOffset;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Bookmarked;
import io.kafkacache.e2e.simulation.history.Event.Change;
import io.kafkacache.e2e.simulation.history.Event.Gone;
import io.kafkacache.e2e.simulation.history.Event.StateDone;
import io.kafkacache.e2e.simulation.history.Event.Told;
import io.kafkacache.e2e.simulation.history.Hearing;
import io.kafkacache.e2e.simulation.history.Sharing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A listener that tells what it is told, and what the cache shows at that moment. */
final class SimulatedListener implements UpdateListener<String, String> {
    private final int number;
    private final boolean knowsAll;
    private final boolean slow;
    private final boolean published;
    private final SimulatedCache cache;
    private final World world;
    private final @Nullable Mirror mirror; // where it is told all there is, of records that yield several entries

    /** One that is told as it wants to hear, or goes on behind what another one was told: {@code resumed}. While a slow one is told, others run. */
    SimulatedListener(int number, Hearing hearing, boolean resumed, SimulatedCache cache, World world) {
        this.number = number;
        this.knowsAll = hearing.stateFirst() || resumed;
        this.slow = hearing.slow();
        this.published = hearing.published();
        this.cache = cache;
        this.world = world;
        boolean whole = hearing.stateFirst() && !published; // a publisher tells of a step one by one
        this.mirror = world.resolving() && whole ? new Mirror(cache.manner()) : null;
    }

    int number() {
        return number;
    }

    /** Whether it is to be told by a publisher. */
    boolean isPublished() {
        return published;
    }

    @Override
    public void onUpdates(List<? extends Update<? extends String, ? extends String>> step) {
        if (mirror != null) {
            found(mirror.step(step));
        }
        List<Change> changes = step.stream()
                .filter(update -> !Sharing.isShared(update.key()))
                .map(SimulatedListener::change)
                .toList();
        if (!changes.isEmpty()) {
            tell(new Told(number, changes));
        }
        if (slow) {
            world.dawdle();
        }
    }

    private void found(@Nullable String wrong) {
        if (wrong != null) {
            world.found("a listener is told that " + wrong);
        }
    }

    private static Change change(Update<? extends String, ? extends String> update) {
        RecordOffset place = update.offset();
        return new Change(
                update.key(),
                Eyes.shown(update.before()),
                Eyes.shown(update.after()),
                place == null ? null : place.topicId(),
                place == null ? -1 : place.partition(),
                place == null ? -1 : place.offset(),
                update.cause().name());
    }

    @Override
    public void onInitialStateDone() {
        if (mirror != null) {
            found(mirror.complete());
        }
        tell(new StateDone(number));
    }

    @Override
    public void onBookmark(String token) {
        if (knowsAll) {
            tell(new Bookmarked(number, world.subscribers().keep(token)));
        }
    }

    @Override
    public void onGone(String reason) {
        tell(new Gone(number, reason));
    }

    private void tell(Event event) {
        cache.look();
        world.tell(event);
    }
}
