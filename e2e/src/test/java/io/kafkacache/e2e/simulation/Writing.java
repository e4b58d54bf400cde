package io.kafkacache.e2e.simulation;

/** What writers beside the caches do. Writer 0 and writer 1 have other partitioners. */
final class Writing {
    private Writing() {}

    /** Writes a record with a time of its own. */
    record Append(int key, int writer, int shiftMillis) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().append(Keys.key(key), writer, world.topic().nextValue(), shiftMillis);
        }
    }

    /** Writes a tombstone with a time of its own. */
    record Delete(int key, int writer, int shiftMillis) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().append(Keys.key(key), writer, null, shiftMillis);
        }
    }

    /** Writes a record that no cache can decode. */
    record AppendRejected(int key) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().appendRejected(Keys.key(key), 0);
        }
    }

    /** Writes a record, or a tombstone, in a transaction, which begins where it is not open. */
    record AppendInTransaction(int slot, int key, boolean tombstone) implements Operation {
        @Override
        public void perform(World world) {
            String value = tombstone ? null : world.topic().nextValue();
            world.topic().appendInTransaction(slot, Keys.key(key), 0, value);
        }
    }

    /** Ends a transaction. */
    record EndTransaction(int slot, boolean commit) implements Operation {
        @Override
        public void perform(World world) {
            world.topic().endTransaction(slot, commit);
        }
    }
}
