package io.kafkacache.e2e.simulation;

/** What users do who look for longer: they take snapshots and open scans, look at them now and then, and let go of them. */
final class Holding {
    private Holding() {}

    /** Takes a snapshot of a cache. */
    record TakeSnapshot(int slot) implements Operation {
        @Override
        public void perform(World world) {
            SimulatedCache cache = world.in(slot);
            if (cache != null) {
                world.holders().take(cache);
            }
        }
    }

    /** Begins to scan a range of a cache. */
    record OpenScan(int slot, int range) implements Operation {
        @Override
        public void perform(World world) {
            SimulatedCache cache = world.in(slot);
            if (cache != null) {
                world.holders().scan(cache, Ranges.of(range));
            }
        }
    }

    /** Looks again at every snapshot that is held, and goes on with every scan. */
    record LookAgain() implements Operation {
        @Override
        public void perform(World world) {
            world.holders().lookAgain();
        }
    }

    /** Lets go of what is held longest. */
    record LetGo() implements Operation {
        @Override
        public void perform(World world) {
            world.holders().letGo();
        }
    }
}
