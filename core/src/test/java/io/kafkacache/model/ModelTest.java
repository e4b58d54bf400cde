package io.kafkacache.model;

import org.junit.jupiter.api.Test;

/** Prefix, ReadyMeansComplete, NoFalseAbsence, ReadYourWrites, Latest, MonotonicReads and NoSilentDeath, over random runs. */
class ModelTest {
    private static final int RUNS = Integer.getInteger("model.runs", 10_000);
    private static final long FIRST_SEED = Long.getLong("model.seed", 1);

    @Test
    void whatTheCacheShowsIsAlwaysTheFoldOfAPrefix() {
        for (long seed = FIRST_SEED; seed < FIRST_SEED + RUNS; seed++) {
            Run.of(seed);
        }
    }
}
