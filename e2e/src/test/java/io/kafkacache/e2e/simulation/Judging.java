package io.kafkacache.e2e.simulation;

/** What becomes of the other topic by which some caches judge changes. */
final class Judging {
    private Judging() {}

    /** Something that values have to refer to goes, or comes back. */
    record Turn(int number) implements Operation {
        @Override
        public void perform(World world) {
            world.beside().others().turn(number);
        }
    }

    /** The cache of that topic is cut off from the brokers, so that after a while it does not answer. */
    record CutOff() implements Operation {
        @Override
        public void perform(World world) {
            world.beside().others().cutOff(true);
        }
    }

    /** It reaches them again. */
    record Connect() implements Operation {
        @Override
        public void perform(World world) {
            world.beside().others().cutOff(false);
        }
    }
}
