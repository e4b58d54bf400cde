package io.kafkacache.internal.listen;

import io.kafkacache.HistoryWindow;
import io.kafkacache.Positions;
import io.kafkacache.Update;
import java.util.ArrayDeque;
import java.util.List;

/**
 * The last updates of a cache, so that a listener can go on where it left, or where another cache's listener did. It keeps whole steps and
 * forgets the oldest; a step that is larger than the window is forgotten at once, and everything before it. Reader's thread only.
 */
final class History<K, V> {
    private static final Mark NOTHING = new Mark(-1, new Place("", 0, Positions.none(), Positions.none()));

    private final HistoryWindow window;
    private final ArrayDeque<Step<K, V>> steps = new ArrayDeque<>();
    private int updates;
    private long bytes;
    private Mark since = NOTHING;
    private Mark placedSince = NOTHING;

    /** What the records of a batch have come to, and what is complete behind them. */
    record Step<K, V>(Changes<K, V> changes, Mark after, long bytes) {}

    History(HistoryWindow window) {
        this.window = window;
    }

    boolean keeps() {
        return window.keeps();
    }

    /** Forgets everything; what follows is kept. */
    void begin(Mark mark) {
        steps.clear();
        updates = 0;
        bytes = 0;
        since = mark;
        placedSince = mark;
    }

    void add(Changes<K, V> step, Mark after, long averageEntry) {
        if (!keeps()) {
            begin(after);
            return;
        }
        if (step.isEmpty()) {
            return;
        }
        Step<K, V> last = new Step<>(step, after, Weight.of(step, averageEntry));
        steps.add(last);
        updates += step.size();
        bytes += last.bytes();
        while (updates > window.updates() || bytes > window.bytes()) {
            forgetOldest();
        }
    }

    /** Adds a difference whose updates have no place of their own. In another topic nothing from before has a meaning. */
    void rebuilt(List<Update<K, V>> difference, Mark after, long averageEntry) {
        if (!after.place().topicId().equals(since.place().topicId())) {
            begin(after);
        } else {
            add(Changes.of(difference), after, averageEntry);
            placedSince = after;
        }
    }

    private void forgetOldest() {
        Step<K, V> oldest = steps.remove();
        updates -= oldest.changes().size();
        bytes -= oldest.bytes();
        since = oldest.after();
        if (since.step() > placedSince.step()) {
            placedSince = since;
        }
    }

    /** Everything behind this mark is here. */
    Mark since() {
        return since;
    }

    /** Everything behind this mark is here, each update with the place of the record that caused it. */
    Mark placedSince() {
        return placedSince;
    }

    /** A copy of the steps behind a mark, oldest first. */
    List<Step<K, V>> behind(long step) {
        return steps.stream().filter(one -> one.after().step() > step).toList();
    }
}
