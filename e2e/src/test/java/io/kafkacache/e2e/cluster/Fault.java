package io.kafkacache.e2e.cluster;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Something done to the cluster.
 *
 * @param kind what
 * @param number a broker, or for {@link Kind#MOVE} any number, of which a partition is made
 * @param gapMillis how long to wait before
 */
record Fault(Kind kind, int number, long gapMillis) {
    enum Kind {
        KILL,
        STOP,
        START,
        PAUSE,
        RESUME,
        MOVE,
        GROW,
        RECREATE
    }

    @Override
    public String toString() {
        return kind + " " + number;
    }

    /** Makes up faults without end, the same ones for the same seed. One broker is away at a time, so that two are in sync. */
    static final class Plan {
        private static final int BROKERS = 3;
        private static final int ROUND = 7;

        private final Random random;
        private final Deque<Fault> next = new ArrayDeque<>();
        private final List<Kind> kinds =
                List.of(Kind.KILL, Kind.MOVE, Kind.PAUSE, Kind.GROW, Kind.STOP, Kind.RECREATE, Kind.MOVE);
        private int round;

        Plan(long seed) {
            random = new Random(seed);
        }

        Fault next() {
            if (next.isEmpty()) {
                Kind kind = round++ < ROUND ? kinds.get(round - 1) : kinds.get(random.nextInt(kinds.size()));
                plan(kind);
            }
            return next.remove();
        }

        private void plan(Kind kind) {
            int number = random.nextInt(BROKERS);
            next.add(new Fault(kind, number, 500 + random.nextInt(3_500)));
            if (kind == Kind.KILL || kind == Kind.STOP) {
                if (random.nextBoolean()) {
                    next.add(new Fault(Kind.MOVE, random.nextInt(100), 500 + random.nextInt(2_000)));
                }
                next.add(new Fault(Kind.START, number, random.nextInt(6_000)));
            } else if (kind == Kind.PAUSE) {
                next.add(new Fault(Kind.RESUME, number, 2_000 + random.nextInt(9_000)));
            }
        }
    }
}
