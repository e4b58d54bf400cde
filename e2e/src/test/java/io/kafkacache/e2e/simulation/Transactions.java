package io.kafkacache.e2e.simulation;

import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.TransactionEnded;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedTransaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** The transactions that other writers have open, by slot. */
final class Transactions {
    private static final int SLOTS = 2;

    private final ScriptedLog log;
    private final Consumer<Event> told;
    private final Map<Integer, Open> open = new TreeMap<>();
    private int begun;

    Transactions(ScriptedLog log, Consumer<Event> told) {
        this.log = log;
        this.told = told;
    }

    /** The transaction in a slot, begun where there is none. */
    Open in(int slot) {
        return open.computeIfAbsent(Math.floorMod(slot, SLOTS), free -> new Open(begun++, log.begin()));
    }

    void end(int slot, boolean commit) {
        Open ending = open.remove(Math.floorMod(slot, SLOTS));
        if (ending != null) {
            if (commit) {
                ending.scripted.commit();
            } else {
                ending.scripted.abort();
            }
            told.accept(new TransactionEnded(ending.number, commit));
        }
    }

    void endAll(boolean commit) {
        List.copyOf(open.keySet()).forEach(slot -> end(slot, commit));
    }

    /** Their topic is gone. */
    void forget() {
        open.clear();
    }

    /** One that is open. */
    record Open(int number, ScriptedTransaction scripted) {}
}
