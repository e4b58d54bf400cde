package io.kafkacache.e2e.simulation;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;

/** What goes wrong between caches and brokers, until all is healed. */
final class Failing {
    private Failing() {}

    /** The next polls fail. */
    record FailPolls(int times, boolean unreachable) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().failPolls(times, unreachable ? Failure.UNREACHABLE : Failure.OTHER);
        }
    }

    /** Polls give nothing. */
    record HangPolls() implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().hangPolls();
        }
    }

    /** Polls give records again. */
    record ResumePolls() implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().resumePolls();
        }
    }

    /** Consumers that are open get nothing more of a partition; those that are opened later do. */
    record StallReaders(int partition) implements Operation {
        @Override
        public void perform(World world) {
            world.stallReaders(Math.floorMod(partition, Math.max(1, world.log().partitions())));
        }
    }

    /** Polls give few records. */
    record SmallPolls(int records) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().pollLimit(records);
        }
    }

    /** Polls leave a partition out. */
    record Throttle(int partition) implements Operation {
        @Override
        public void perform(World world) {
            world.log()
                    .faults()
                    .throttle(Math.floorMod(partition, Math.max(1, world.log().partitions())));
        }
    }

    /** The next questions of one sort fail. */
    record FailAdmin(AdminCall call, int times) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().failAdmin(call, times, Failure.UNREACHABLE);
        }
    }

    /** Questions of one sort are not answered. */
    record HangAdmin(AdminCall call) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().hangAdmin(call);
        }
    }

    /** Questions are answered, those that waited with what was true when they were asked. */
    record ResumeAdmin() implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().resumeAdmin();
        }
    }

    /** No broker can be reached. */
    record Disconnect() implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().disconnect();
        }
    }

    /** The brokers can be reached again. */
    record Reconnect() implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().reconnect();
        }
    }

    /** The next writes of caches fail. */
    record FailSends(int times) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().failSends(times, Failure.OUTCOME_UNKNOWN);
        }
    }

    /** The next writes of caches are appended, and their acknowledgements get lost. */
    record LoseAcknowledgements(int times) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().loseAcknowledgements(times);
        }
    }

    /** The producers of caches become unusable. */
    record BreakWriters() implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().breakWriters();
        }
    }

    /** Opening a consumer or producer fails. */
    record FailOpening(int times) implements Operation {
        @Override
        public void perform(World world) {
            world.log().faults().failOpening(times, Failure.OTHER);
        }
    }

    /** All of that is over. */
    record Heal() implements Operation {
        @Override
        public void perform(World world) {
            world.topic().heal();
        }
    }
}
