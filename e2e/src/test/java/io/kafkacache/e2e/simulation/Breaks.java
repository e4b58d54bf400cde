package io.kafkacache.e2e.simulation;

import io.kafkacache.Applied;
import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.OnRejected;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.jspecify.annotations.Nullable;

/** Code that is put into methods of the cache to break it; copied there, never called here, and so without lambdas. */
@SuppressWarnings("UnusedVariable") // what an advice assigns is the method's
final class Breaks {
    private Breaks() {}

    /** Of a key that a record lets go of, the entry of another record does not come back. */
    static final class NobodyElse {
        private NobodyElse() {}

        @Advice.OnMethodExit
        static void nobody(
                @Advice.Argument(3) @Nullable Object next,
                @Advice.Return(readOnly = false) @Nullable Entry<?, ?> owner) {
            if (next == null) {
                owner = null;
            }
        }
    }

    /** The record that was read last owns a key. */
    static final class LastRead {
        private LastRead() {}

        @Advice.OnMethodExit
        static void last(
                @Advice.Argument(3) @Nullable Entry<?, ?> next,
                @Advice.Return(readOnly = false) @Nullable Entry<?, ?> owner) {
            if (next != null) {
                owner = next;
            }
        }
    }

    /** What a record does not yield any more, or a tombstone takes, stays. */
    static final class KeepTheRest {
        private KeepTheRest() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.Argument(3) @Nullable Object next) {
            return next == null;
        }

        @Advice.OnMethodExit
        static void stay(
                @Advice.Argument(1) @Nullable Entry<?, ?> before,
                @Advice.Argument(3) @Nullable Object next,
                @Advice.Return(readOnly = false) @Nullable Entry<?, ?> owner) {
            if (next == null) {
                owner = before;
            }
        }
    }

    /** A store that does not hear of tombstones. */
    static final class IgnoreTombstones {
        private IgnoreTombstones() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.Argument(0) Change<?, ?> change) {
            return change.kind() == Change.Kind.REMOVE;
        }

        @Advice.OnMethodExit
        static void nothing(@Advice.Enter boolean skipped, @Advice.Return(readOnly = false) Applied applied) {
            if (skipped) {
                applied = Applied.NOTHING;
            }
        }
    }

    /** Positions without the leader epochs they were read under. */
    static final class ForgetEpochs {
        private ForgetEpochs() {}

        @Advice.OnMethodExit
        static void forget(@Advice.Return Map<Integer, Position> positions) {
            for (Map.Entry<Integer, Position> entry : positions.entrySet()) {
                entry.setValue(Position.at(entry.getValue().offset()));
            }
        }
    }

    /** A target that any partition's position satisfies. */
    static final class AnyPartition {
        private AnyPartition() {}

        @Advice.OnMethodExit
        static void any(
                @Advice.Argument(1) long target,
                @Advice.FieldValue("next") long[] next,
                @Advice.Return(readOnly = false) boolean passed) {
            passed |= Arrays.stream(next).max().orElse(0) >= target;
        }
    }

    /** Positions published one record ahead of the store. */
    static final class PublishAhead {
        private PublishAhead() {}

        @Advice.OnMethodExit
        static void ahead(@Advice.FieldValue("next") long[] next) {
            for (int p = 0; p < next.length; p++) {
                next[p]++;
            }
        }
    }

    /** An end that proves the head though it was not passed. */
    static final class ProveTheHeadByAsking {
        private ProveTheHeadByAsking() {}

        @Advice.OnMethodEnter
        static void lower(
                @Advice.Argument(value = 1, readOnly = false) Position end, @Advice.Argument(2) Position position) {
            end = new Position(Math.min(end.offset(), position.offset()), end.leaderEpoch());
        }
    }

    /** Updates without deletes. */
    static final class NoDeletes {
        private NoDeletes() {}

        @Advice.OnMethodExit
        static void drop(@Advice.Return List<Update<?, ?>> updates) {
            for (int i = updates.size() - 1; i >= 0; i--) {
                if (updates.get(i).after() == null) {
                    updates.remove(i);
                }
            }
        }
    }

    /** Updates told in the opposite order. */
    static final class Backwards {
        private Backwards() {}

        @Advice.OnMethodExit
        static void reverse(@Advice.Return(readOnly = false) List<Object> updates) {
            updates = new ArrayList<>(updates);
            Collections.reverse(updates);
        }
    }

    /** Updates told twice. */
    static final class Twice {
        private Twice() {}

        @Advice.OnMethodExit
        static void repeat(@Advice.Return(readOnly = false) List<Object> updates) {
            List<Object> twice = new ArrayList<>(updates);
            twice.addAll(updates);
            updates = twice;
        }
    }

    /** The first update of each step is lost. */
    static final class LoseTheFirst {
        private LoseTheFirst() {}

        @Advice.OnMethodExit
        static void lose(@Advice.Return(readOnly = false) List<Object> updates) {
            updates = updates.isEmpty() ? updates : new ArrayList<>(updates.subList(1, updates.size()));
        }
    }

    /** The last update of each step is lost. */
    static final class LoseTheLast {
        private LoseTheLast() {}

        @Advice.OnMethodExit
        static void lose(@Advice.Return(readOnly = false) List<Object> updates) {
            updates = updates.isEmpty() ? updates : new ArrayList<>(updates.subList(0, updates.size() - 1));
        }
    }

    /** What waited is lost when more comes. */
    static final class KeepTheLast {
        private KeepTheLast() {}

        @Advice.OnMethodEnter
        static void forget(@Advice.FieldValue("waiting") Map<?, ?> waiting) {
            waiting.clear();
        }
    }

    /** What is to remove a key has its reads fail. */
    static final class FailReads {
        private FailReads() {}

        @Advice.OnMethodExit
        static void fail(@Advice.Return(readOnly = false) OnRejected consequence) {
            if (consequence == OnRejected.REMOVE) {
                consequence = OnRejected.FAIL_READS;
            }
        }
    }

    /** What a mapping or a filter refuses stays as it is. */
    static final class KeepRefused {
        private KeepRefused() {}

        @Advice.OnMethodExit
        static void keep(@Advice.Argument(1) Object value, @Advice.Return(readOnly = false) @Nullable Object meaning) {
            if (meaning == null) {
                meaning = value;
            }
        }
    }

    /** Positions one below those that were reached. */
    static final class StateLess {
        private StateLess() {}

        @Advice.OnMethodExit
        static void less(@Advice.Return(readOnly = false) Positions positions) {
            List<Position> lower = new ArrayList<>();
            for (int p = 0; p < positions.partitions(); p++) {
                lower.add(Position.at(Math.max(0, positions.offset(p) - 1)));
            }
            positions = Positions.of(lower);
        }
    }

    /** Listeners told of a batch before anything shows it. */
    static final class TellFirst {
        private TellFirst() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.This Object replica, @Advice.Argument(0) Object batch) {
            return Disorder.tellFirst(replica, batch);
        }
    }

    /** A rebuild that is shown where it begins. */
    static final class ShowAtOnce {
        private ShowAtOnce() {}

        @Advice.OnMethodEnter(skipOn = Advice.OnNonDefaultValue.class)
        static boolean skip(@Advice.This Object laps) {
            return Disorder.showAtOnce(laps);
        }
    }

    /** A wait without an end. */
    static final class WaitForEver {
        private WaitForEver() {}

        @Advice.OnMethodExit
        static void longer(@Advice.Return(readOnly = false) long nanos) {
            nanos = Long.MAX_VALUE / 4;
        }
    }
}
