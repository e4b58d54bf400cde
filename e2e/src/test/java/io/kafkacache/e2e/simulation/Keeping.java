package io.kafkacache.e2e.simulation;

import java.time.Duration;

/** What brokers do to the log: cleaning, retention, leaders, the topic itself. */
final class Keeping {
    private Keeping() {}

    /** Compacts the first part of a partition; tombstones stay. */
    record Compact(int partition, int permille) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().clean(partition, permille, false);
        }
    }

    /** Compacts the first part of a partition; tombstones whose time has passed go. */
    record Clean(int partition, int permille) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().clean(partition, permille, true);
        }
    }

    /** Retention takes the first part of a partition. */
    record Trim(int partition, int permille) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().trim(partition, permille);
        }
    }

    /** Markers and aborted records at the tail vanish. */
    record LoseTail(int partition) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().loseTail(partition);
        }
    }

    /** A leader takes over. */
    record ChangeLeader(int partition) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().changeLeader(partition);
        }
    }

    /** A leader takes over that lacks the last records. */
    record Truncate(int partition, int records) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().truncate(partition, records);
        }
    }

    /** A leader takes over, and the former one still answers. */
    record StaleLeader(int partition, int times) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().staleLeader(partition, times);
        }
    }

    /** The topic is deleted. */
    record DeleteTopic() implements Operation {
        @Override
        public void perform(World world) {
            world.topic().delete();
        }
    }

    /** A deleted topic is created again. */
    record CreateTopic() implements Operation {
        @Override
        public void perform(World world) {
            world.topic().create();
        }
    }

    /** The topic is deleted and created again within a millisecond. */
    record RecreateTopic() implements Operation {
        @Override
        public void perform(World world) {
            world.topic().delete();
            world.log().suspend(Duration.ofMillis(1));
            world.topic().create();
        }
    }

    /** The topic gets a further partition. */
    record AddPartition() implements Operation {
        @Override
        public void perform(World world) {
            world.topic().addPartition();
        }
    }
}
