package io.kafkacache.e2e.simulation;

import java.util.List;

/**
 * What is done in one run, in order.
 *
 * @param seed decides what is not told: the order of what can run at the same time
 * @param setup how it begins
 * @param operations what is done
 */
record Script(long seed, Setup setup, List<Operation> operations) {
    Script {
        operations = List.copyOf(operations);
    }

    /** The same with other operations. */
    Script with(List<Operation> others) {
        return new Script(seed, setup, others);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("seed " + seed + ", " + setup);
        for (int i = 0; i < operations.size(); i++) {
            text.append("\n  ").append(i).append(' ').append(operations.get(i));
        }
        return text.toString();
    }
}
