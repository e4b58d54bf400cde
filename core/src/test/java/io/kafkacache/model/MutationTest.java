package io.kafkacache.model;

import static net.bytebuddy.matcher.ElementMatchers.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.internal.replay.Lap;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Map;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.implementation.FixedValue;
import org.junit.jupiter.api.Test;

/** The model test would see it if laps were taken away: so it does check them. */
class MutationTest {
    private static final long FIRST_SEED = 1;
    private static final int MOST_SEEDS = 2_000;

    @Test
    void theModelTestTurnsRedWithoutFurtherLaps() throws ReflectiveOperationException {
        byte[] withoutLaps = new ByteBuddy()
                .redefine(Lap.class)
                .method(named("needsAnother"))
                .intercept(FixedValue.value(false))
                .make()
                .getBytes();

        long failing = firstFailingSeed(Map.of(Lap.class.getName(), withoutLaps), MOST_SEEDS);

        assertThat(failing).as("the first seed that shows that laps are gone").isPositive();
        assertThat(firstFailingSeed(Map.of(), failing))
                .as("a seed up to %s that fails with laps", failing)
                .isEqualTo(-1);
    }

    /** The first of some seeds whose run fails on these classes, or −1. */
    private static long firstFailingSeed(Map<String, byte[]> mutants, long seeds) throws ReflectiveOperationException {
        Method run = new MutatedClasses(MutationTest.class.getClassLoader(), mutants)
                .loadClass(Run.class.getName())
                .getDeclaredMethod("of", long.class);
        run.setAccessible(true);
        for (long seed = FIRST_SEED; seed < FIRST_SEED + seeds; seed++) {
            if (!passes(run, seed)) {
                return seed;
            }
        }
        return -1;
    }

    private static boolean passes(Method run, long seed) throws ReflectiveOperationException {
        try {
            run.invoke(null, seed);
            return true;
        } catch (InvocationTargetException e) {
            assertThat(e.getCause()).isInstanceOf(AssertionError.class);
            return false;
        }
    }
}
