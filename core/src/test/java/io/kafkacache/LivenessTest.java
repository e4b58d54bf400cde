package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What restarts a process: only a reader that is dead, for all would die together of anything else. */
class LivenessTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** The values of a large topic are judged in one step. A restart in its midst would come to the same place again, for ever. */
    @Test
    void aReaderThatJudgesItsSurvivorsForMinutesIsLive() {
        topic.fill(0, 300);
        AtomicReference<ReadableCache<?, ?>> opened = new AtomicReference<>();
        AtomicInteger dead = new AtomicInteger();
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .filter("slow", (key, value) -> {
                    topic.log.advance(Duration.ofSeconds(1));
                    ReadableCache<?, ?> cache = opened.get();
                    if (cache != null && !cache.status().live()) {
                        dead.incrementAndGet();
                    }
                    return true;
                })
                .open());
        opened.set(users);

        users.awaitReady(Duration.ofHours(1));

        assertThat(users.size()).isEqualTo(300);
        assertThat(dead).hasValue(0);
    }
}
