package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who listens to rejections is told of each, and harms nobody. */
class RejectionListenerTest {
    private static final long DEADLINE_SECONDS = 30;
    private static final byte[] UNDECODABLE = {(byte) 0xff};
    private static final Validator<String, String> NO_SPACES =
            Validator.rule("has no spaces", (key, value) -> !value.contains(" "));

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> telling(Consumer<Rejection> listener) {
        return topic.openReady(b -> b.validateReads(NO_SPACES).rejectionListener(listener));
    }

    @Test
    void itIsToldOfEachThatStandsOnceAndInOrder() {
        List<Rejection> told = new ArrayList<>();
        topic.log.append(0, "ann", "a secret");
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "b secret");
        KafkaCache<String, String> users = telling(told::add);
        topic.log.append(0, UNDECODABLE, "c".getBytes(UTF_8));
        topic.log.append(0, "dot".getBytes(UTF_8), UNDECODABLE);
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(told)
                .extracting(rejection -> rejection.offset().offset() + " " + rejection.reason())
                .containsExactly("2 INVALID_VALUE", "3 UNDECODABLE_KEY", "4 UNDECODABLE_VALUE");
        assertThat(told).allSatisfy(rejection -> assertThat(rejection.toString())
                .contains("users-0", "offset ", "key ")
                .doesNotContain("secret"));
    }

    @Test
    void whatItThrowsIsCountedAndTheNextIsToldAllTheSame() {
        List<Long> told = new ArrayList<>();
        KafkaCache<String, String> users = telling(rejection -> {
            told.add(rejection.offset().offset());
            throw new AssertionError("on purpose");
        });
        topic.log.append(0, "ann", "A n n");
        topic.log.append(0, "bob", "B o b");
        topic.log.append(0, "cid", "Cid");
        users.sync().join();
        topic.log.runUntilIdle();

        assertThat(told).containsExactly(0L, 1L);
        assertThat(users.get("cid")).isEqualTo("Cid");
        assertThat(users.status().listenerErrors()).isEqualTo(2);
    }

    @Test
    void itHoldsUpNeitherTheReaderNorMemory() {
        List<Rejection> told = new ArrayList<>();
        int rejected = 10_500;
        for (int i = 0; i < rejected; i++) {
            topic.log.append(0, "k" + i, "b a d");
        }

        KafkaCache<String, String> users = telling(told::add);
        topic.log.runUntilIdle();

        assertThat(told).hasSize(10_000);
        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_VALUE, (long) rejected);
        assertThat(users.status().listenerErrors()).isEqualTo(500);
    }

    @Test
    void itMayBlockAndReadTheCache() throws InterruptedException {
        topic.log.threaded();
        CountDownLatch released = new CountDownLatch(1);
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        LinkedBlockingQueue<KafkaCache<String, String>> opened = new LinkedBlockingQueue<>();
        KafkaCache<String, String> users = telling(rejection -> {
            try {
                assertThat(released.await(DEADLINE_SECONDS, TimeUnit.SECONDS)).isTrue();
                seen.add(Thread.currentThread().getName() + " " + opened.take().get("bob"));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        opened.add(users);

        topic.log.append(0, "ann", "A n n");
        topic.log.append(0, "bob", "Bob");
        users.sync().orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        released.countDown();

        assertThat(seen.poll(DEADLINE_SECONDS, TimeUnit.SECONDS))
                .startsWith("kafka-cache-users-worker-")
                .endsWith(" Bob");
    }
}
