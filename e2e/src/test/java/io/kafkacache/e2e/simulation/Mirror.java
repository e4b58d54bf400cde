package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.Update;
import io.kafkacache.e2e.simulation.history.Manner;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a listener that is told the state knows of all entries: behind each step all of each record, or nothing of it. */
final class Mirror {
    private final Map<String, Entry<? extends String, ? extends String>> entries = new HashMap<>();
    private final Manner manner;
    private boolean complete;

    Mirror(Manner manner) {
        this.manner = manner;
    }

    /** Gives what is wrong behind this step, or null. */
    @Nullable
    String step(List<? extends Update<? extends String, ? extends String>> step) {
        for (Update<? extends String, ? extends String> update : step) {
            if (update.after() == null) {
                entries.remove(update.key());
            } else {
                entries.put(update.key(), update.after());
            }
        }
        return complete ? Shares.wrong(entries, manner) : null;
    }

    /** The state has been told; gives what is wrong with it, or null. */
    @Nullable
    String complete() {
        complete = true;
        return Shares.wrong(entries, manner);
    }
}
