package io.kafkacache.e2e.simulation;

import java.time.Duration;

/** Work that is done and time that passes. */
final class Passing {
    private Passing() {}

    /** A few of the things that can run do. */
    record Steps(int most) implements Operation {
        @Override
        public void perform(World world) {
            int left = most;
            while (left > 0 && world.log().step()) {
                left--;
            }
        }
    }

    /** Time passes. */
    record Advance(int millis) implements Operation {
        @Override
        public void perform(World world) {
            world.advance(Duration.ofMillis(millis));
        }
    }

    /** The machine of the caches is suspended; the cluster is not. */
    record Suspend(int minutes) implements Operation {
        @Override
        public void perform(World world) {
            world.log().suspend(Duration.ofMinutes(minutes));
        }
    }
}
