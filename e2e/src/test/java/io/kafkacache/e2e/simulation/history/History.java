package io.kafkacache.e2e.simulation.history;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What happened in one run, in order. Written by the run's thread, read afterwards. */
public final class History {
    private final List<Happening> happenings = new ArrayList<>();

    /** Adds what happens now. */
    public void add(long millis, Event event) {
        happenings.add(new Happening(happenings.size(), millis, event));
    }

    /** A view of all of it. */
    public List<Happening> all() {
        return Collections.unmodifiableList(happenings);
    }

    /**
     * An event, its place in the history and its time.
     *
     * @param index its place, from 0
     * @param millis the time of day
     * @param event what happened
     */
    public record Happening(int index, long millis, Event event) {}
}
