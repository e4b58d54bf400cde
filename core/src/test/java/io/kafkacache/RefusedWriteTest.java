package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedFaults;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Writes that fail at once, with nothing sent. The monitor is told of these as well: in a long outage all writes are such ones, and an alert that does
 * not see them ends while none succeeds.
 */
class RefusedWriteTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final List<@Nullable Throwable> told = new ArrayList<>();
    private final CacheMonitor monitor = new CacheMonitor() {
        @Override
        public void written(Duration latency, @Nullable Throwable failure) {
            told.add(failure);
        }
    };

    private KafkaCache<String, String> writable() {
        return topic.openReady(b -> b.readOnly(false).monitor(monitor));
    }

    @Test
    void theMonitorIsToldWhileKafkaIsAway() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().disconnect();
        topic.log.advance(Duration.ofMinutes(1));

        Throwable refusal = topic.failure(users.put("ann", "Ann"));

        assertThat(refusal).hasMessageContaining("nothing was sent");
        assertThat(told).containsExactly(refusal);
    }

    @Test
    void theMonitorIsToldWhereTheQueueIsFull() {
        KafkaCache<String, String> users = writable();
        topic.log.faults().hangSends();
        topic.log.faults().failOpening(ScriptedFaults.FOR_EVER, Failure.UNREACHABLE);
        for (int i = 0; i < 10_000; i++) {
            var unused = users.put("k" + i, "v");
        }

        Throwable refusal = topic.failure(users.put("ann", "Ann"));

        assertThat(refusal).hasMessageContaining("wait already");
        assertThat(told).containsExactly(refusal);
    }

    @Test
    void theMonitorIsToldOfWhatCannotBeEncoded() {
        KafkaCache<String, String> users = topic.closing(KafkaCache.builder("users", Codecs.utf8(), Codecs.ascii())
                .log(topic.log)
                .readOnly(false)
                .monitor(monitor)
                .open());

        Throwable refusal = topic.failure(users.put("ann", "Änne"));

        assertThat(refusal).hasMessageContaining("cannot encode");
        assertThat(told).containsExactly(refusal);
    }
}
