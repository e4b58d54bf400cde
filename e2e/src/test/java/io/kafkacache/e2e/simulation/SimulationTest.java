package io.kafkacache.e2e.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Every guarantee, over random scripts. {@code -Dsimulation.runs=100000} plays more of them, {@code -Dsimulation.first=N} begins with another seed,
 * and {@code -Dsimulation.seed=N} plays that one alone.
 */
class SimulationTest {
    private static final long RUNS = Long.getLong("simulation.runs", 3_000);
    private static final long FIRST = Long.getLong("simulation.first", 1);

    @Test
    void everyGuaranteeHoldsInEveryRun() {
        Long one = Long.getLong("simulation.seed");

        String failure = Silence.during(() -> Seeds.firstFailure(one == null ? FIRST : one, one == null ? RUNS : 1));

        assertThat(failure).as("the first failure").isNull();
    }
}
