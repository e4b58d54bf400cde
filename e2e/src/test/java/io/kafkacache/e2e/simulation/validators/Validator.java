package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;

/** Judges one guarantee over a history that it is given event by event; one instance for one history. */
interface Validator {
    /**
     * The next event.
     *
     * @param happening the event
     * @param facts what follows from the history up to it, the event included
     * @param findings where to tell what must not be
     */
    void see(Happening happening, Facts facts, Findings findings);
}
