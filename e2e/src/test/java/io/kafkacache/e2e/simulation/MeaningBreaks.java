package io.kafkacache.e2e.simulation;

import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Iterator;
import java.util.Map;
import net.bytebuddy.asm.Advice;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Code that is put into methods of the cache to break what records mean to it; as {@link Breaks}. */
@SuppressWarnings("UnusedVariable") // what an advice assigns is the method's
final class MeaningBreaks {
    private MeaningBreaks() {}

    /** Nothing of what was found remains. */
    static final class ForgetAll {
        private ForgetAll() {}

        @Advice.OnMethodExit
        static void forget(@Advice.Return Map<?, ?> found) {
            found.clear();
        }
    }

    /** What was given is accepted, whatever is found. */
    static final class AcceptAll {
        private AcceptAll() {}

        @Advice.OnMethodExit
        static void accept(
                @Advice.Argument(0) @Nullable Object meaning,
                @Advice.Return(readOnly = false) @Nullable Object judged) {
            judged = meaning;
        }
    }

    /** A record on which mapping or resolver fail takes its key away. */
    static final class LeaveWhereItFails {
        private LeaveWhereItFails() {}

        @Advice.OnMethodExit
        static void leave(@Advice.Return(readOnly = false) @Nullable Object meaning) {
            if (meaning instanceof Rejection && ((Rejection) meaning).reason() == RejectionReason.RESOLVER_FAILED) {
                meaning = null;
            }
        }
    }

    /** The offset in a dead letter is that of the next record. */
    static final class NameAnother {
        private NameAnother() {}

        @Advice.OnMethodExit
        static void another(@Advice.Return Headers headers) {
            String offset = new String(headers.lastHeader("kafka-cache.offset").value(), StandardCharsets.UTF_8);
            headers.add(
                    "kafka-cache.offset",
                    Long.toString(Long.parseLong(offset) + 1).getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A publisher takes state, and no updates. */
    static final class TakeNoUpdates {
        private TakeNoUpdates() {}

        @Advice.OnMethodExit
        static void none(@Advice.FieldValue(value = "updates", readOnly = false) Iterator<Object> updates) {
            updates = Collections.emptyIterator();
        }
    }
}
