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
import java.util.List;

/** A listener that tells what it is told, and what the cache shows at that moment. */
final class SimulatedListener implements UpdateListener<String, String> {
    private final int number;
    private final boolean knowsAll;
    private final boolean slow;
    private final SimulatedCache cache;
    private final World world;

    /** {@code knowsAll} says whether it is told the state, or goes on behind one that was; while a {@code slow} one is told, others run. */
    SimulatedListener(int number, boolean knowsAll, boolean slow, SimulatedCache cache, World world) {
        this.number = number;
        this.knowsAll = knowsAll;
        this.slow = slow;
        this.cache = cache;
        this.world = world;
    }

    int number() {
        return number;
    }

    @Override
    public void onUpdates(List<? extends Update<? extends String, ? extends String>> step) {
        tell(new Told(number, step.stream().map(SimulatedListener::change).toList()));
        if (slow) {
            world.dawdle();
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
