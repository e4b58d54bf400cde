package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Entries leave when the log start passes their records, so that a cache that has been there for long shows what a fresh one shows. */
class RetentionTest {
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(6);

    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @Test
    void entriesBelowTheLogStartLeave() {
        topic.fill(0, 10);
        topic.log.append(1, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady();

        topic.log.partition(0).trim(7);
        topic.log.advance(ASKED_AGAIN);

        assertThat(TestTopic.contents(users).keySet()).containsExactly("ann", "k7", "k8", "k9");
        assertThat(users.size()).isEqualTo(4);
        assertThat(users.get("k3")).isNull();
        assertThat(TestTopic.contents(users)).isEqualTo(TestTopic.contents(topic.openReady()));
        assertThat(users.status().generation()).isEqualTo(1);
    }

    @Test
    void aKeyThatWasWrittenAgainStays() {
        topic.fill(0, 10);
        topic.log.append(0, "k3", "again");
        KafkaCache<String, String> users = topic.openReady();

        topic.log.partition(0).trim(10);
        topic.log.advance(ASKED_AGAIN);

        assertThat(TestTopic.contents(users)).containsOnlyKeys("k3");
    }

    @Test
    void listenersAreTold() {
        topic.fill(0, 3);
        KafkaCache<String, String> users = topic.openReady();
        List<Update<? extends String, ? extends String>> told = new ArrayList<>();
        topic.closing(users.listen(told::addAll));

        topic.log.partition(0).trim(2);
        topic.log.advance(ASKED_AGAIN);

        assertThat(told).hasSize(2).allSatisfy(update -> {
            assertThat(update.cause()).isEqualTo(Cause.RETENTION);
            assertThat(update.before()).isNotNull();
            assertThat(update.after()).isNull();
            assertThat(update.offset()).isNull();
        });
        assertThat(told).extracting(update -> (Object) update.key()).containsExactlyInAnyOrder("k0", "k1");
    }

    @Test
    void whoDoesNotFollowRetentionKeepsThem() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady(b -> b.followRetention(false));

        topic.log.partition(0).trim(7);
        topic.log.advance(ASKED_AGAIN.multipliedBy(3));

        assertThat(users.size()).isEqualTo(10);
    }

    @Test
    void aFrozenCacheKeepsThemUntilItGoesOn() {
        topic.fill(0, 10);
        KafkaCache<String, String> users = topic.openReady();

        users.freeze();
        topic.log.partition(0).trim(7);
        topic.log.advance(ASKED_AGAIN);
        long frozen = users.size();
        users.unfreeze();
        topic.log.advance(ASKED_AGAIN);

        assertThat(frozen).isEqualTo(10);
        assertThat(users.size()).isEqualTo(3);
    }

    /** Another partition's older value of the key counts again, as it would for a fresh reader. */
    @Test
    void anotherPartitionsRecordComesUpAgain() {
        topic.log.append(1, "ann", "older", topic.log.now());
        topic.log.append(0, "ann", "newer", topic.log.now().plusSeconds(1));
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady();
        String before = users.get("ann");

        topic.log.partition(0).trim(1);
        topic.log.advance(ASKED_AGAIN);

        assertThat(before).isEqualTo("newer");
        assertThat(users.get("ann")).isEqualTo("older");
        assertThat(TestTopic.contents(users)).isEqualTo(TestTopic.contents(topic.openReady()));
    }
}
