package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What is shown first at the end of a batch: the store, then the position, then barriers, then listeners. */
class OrderTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void whoeverIsToldOfAnUpdateCanReadIt() {
        KafkaCache<String, String> users = topic.openReady();
        List<String> told = new ArrayList<>();
        UpdateListener<String, String> listener = step -> step.forEach(update -> {
            RecordOffset at = Objects.requireNonNull(update.offset());
            assertThat(TestTopic.position(users, 0)).isGreaterThan(at.offset());
            Entry<String, String> shown = users.entry(update.key());
            told.add(update.offset() + (shown == null ? " absent" : " " + (shown.offsetInPartition() >= at.offset())));
            users.await(at).join();
            users.sync().join();
        });
        topic.closing(users.listen(listener));
        topic.log.runUntilIdle();

        for (int i = 0; i < 20; i++) {
            topic.log.append(0, "k" + i % 3, "v" + i);
            topic.log.step();
        }
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(told).hasSize(20).allMatch(line -> line.endsWith(" true"));
        assertThat(users.status().listenerErrors()).isZero();
    }

    /** Before is what stood there, after is what stands there, one after the other. */
    @Test
    void updatesOfAKeyJoinUp() {
        KafkaCache<String, String> users = topic.openReady();
        List<String> told = new ArrayList<>();
        UpdateListener<String, String> listener = step -> step.forEach(
                update -> told.add(update.cause() + " " + value(update.before()) + "→" + value(update.after())));
        topic.closing(users.listen(listener));
        topic.log.runUntilIdle();

        topic.log.append(0, "ann", "1");
        topic.log.append(0, "ann", "2");
        topic.log.delete(0, "ann");
        topic.log.delete(0, "ann");
        topic.log.append(0, "ann", "3");
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(told).containsExactly("PUT null→1", "PUT 1→2", "DELETE 2→null", "PUT null→3");
    }

    /** A barrier returns and the get is stale where the position comes first: pulsar issue 26566. */
    @Test
    void aPositionIsShownOnlyOnceItsRecordIsReadable() {
        KafkaCache<String, String> users = topic.openReady();

        for (int i = 0; i < 200; i++) {
            topic.log.append(0, "ann", "v" + i);
            if (topic.log.step()) {
                assertReadable(users, TestTopic.position(users, 0));
            }
        }
    }

    private static void assertReadable(KafkaCache<String, String> users, long position) {
        if (position > 0) {
            Entry<String, String> entry = Objects.requireNonNull(users.entry("ann"));
            assertThat(entry.offsetInPartition()).isGreaterThanOrEqualTo(position - 1);
        }
    }

    @Test
    void underThreadsToo() {
        topic.log.threaded();
        KafkaCache<String, String> users = topic.openReady();

        CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < 3_000; i++) {
                topic.log.append(0, "ann", "v" + i);
            }
        });
        long position = 0;
        while (position < 3_000) {
            long now = TestTopic.position(users, 0);
            assertThat(now).isGreaterThanOrEqualTo(position);
            assertReadable(users, now);
            position = now;
        }

        writing.join();
    }

    private static String value(@org.jspecify.annotations.Nullable Entry<?, ?> entry) {
        return entry == null ? "null" : String.valueOf(entry.value());
    }
}
