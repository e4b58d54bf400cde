package io.kafkacache.e2e.simulation;

import io.kafkacache.e2e.simulation.validators.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Shortens a script that violates a guarantee, as long as it still violates that one: delta debugging (Zeller and Hildebrandt, 2002) over its
 * operations, for a limited time.
 */
final class Shrinker {
    private final String validator;
    private final long deadlineNanos;

    private Shrinker(String validator, Duration atMost) {
        this.validator = validator;
        this.deadlineNanos = System.nanoTime() + atMost.toNanos();
    }

    /** The shortest script found in that time that still turns the validator red. */
    static Script shrink(Script script, String validator, Duration atMost) {
        return new Shrinker(validator, atMost).shrink(script);
    }

    private Script shrink(Script script) {
        Script shortest = script;
        for (int size = Math.max(1, script.operations().size() / 2); size > 0; size /= 2) {
            Script before;
            do {
                before = shortest;
                shortest = without(shortest, size);
            } while (shortest.operations().size() < before.operations().size() && !isOver());
        }
        return shortest;
    }

    /** Leaves out each stretch of that size which is not needed. */
    private Script without(Script script, int size) {
        Script shortest = script;
        for (int from = 0; from < shortest.operations().size() && !isOver(); ) {
            List<Operation> rest = new ArrayList<>(shortest.operations());
            rest.subList(from, Math.min(from + size, rest.size())).clear();
            Script shorter = shortest.with(rest);
            if (stillFails(shorter)) {
                shortest = shorter;
            } else {
                from += size;
            }
        }
        return shortest;
    }

    private boolean isOver() {
        return System.nanoTime() - deadlineNanos > 0;
    }

    private boolean stillFails(Script script) {
        return Simulation.play(script).stream().map(Violation::validator).anyMatch(validator::equals);
    }
}
