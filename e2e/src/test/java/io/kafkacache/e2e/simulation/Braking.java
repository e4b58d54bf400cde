package io.kafkacache.e2e.simulation;

/** What users do to have a cache stand still, and go on. */
final class Braking {
    private Braking() {}

    /** Freezes a cache. */
    record Freeze(int slot) implements Operation {
        @Override
        public void perform(World world) {
            SimulatedCache cache = world.in(slot);
            if (cache != null) {
                world.freeze(cache);
            }
        }
    }

    /** Has a cache go on that was frozen, or has halted. */
    record Unfreeze(int slot) implements Operation {
        @Override
        public void perform(World world) {
            SimulatedCache cache = world.in(slot);
            if (cache != null) {
                world.unfreeze(cache);
            }
        }
    }
}
