package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.scripted.AdminCall;
import io.kafkacache.scripted.Failure;
import io.kafkacache.scripted.ScriptedFaults;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What Kafka away, a deleted topic or a refusal does to a cache: it serves on, says so, and recovers by itself. */
class OutageTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> readyWithAnn() {
        topic.log.append(0, "ann", "Ann");
        return topic.openReady(b -> b.readOnly(false));
    }

    @Test
    void aReadyCacheServesOnThroughAnOutageAndRecovers() {
        KafkaCache<String, String> users = readyWithAnn();

        topic.log.faults().disconnect();
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(Duration.ofSeconds(8));
        CacheStatus soon = users.status();
        topic.log.advance(Duration.ofMinutes(10));
        CacheStatus late = users.status();
        String served = users.get("ann");
        topic.log.faults().reconnect();
        topic.log.advance(Duration.ofSeconds(10));
        CacheStatus after = users.status();

        assertThat(soon.state()).isEqualTo(CacheState.CONNECTING);
        assertThat(soon.stale()).isFalse();
        assertThat(late.stale()).isTrue();
        assertThat(late.ready()).isTrue();
        assertThat(late.live()).isTrue();
        assertThat(late.lastError()).isNotNull();
        assertThat(served).isEqualTo("Ann");
        assertThat(after.state()).isEqualTo(CacheState.READY);
        assertThat(after.stale()).isFalse();
        assertThat(after.lastError()).isNull();
        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    /** How often the topic is described while all is well is no measure of how long to wait after a failure. */
    @Test
    void anOutageIsOverWithinSecondsHoweverSeldomTheTopicIsDescribed() {
        topic.log.faults().disconnect();
        KafkaCache<String, String> users = topic.open(b -> b.metadataAge(Duration.ofHours(10)));
        topic.log.advance(Duration.ofHours(1));

        topic.log.faults().reconnect();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void staleAfterDecidesWhenItIsStale() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady(b -> b.staleAfter(Duration.ofMinutes(5)));

        topic.log.faults().disconnect();
        topic.log.advance(Duration.ofMinutes(4));
        boolean before = users.status().stale();
        topic.log.advance(Duration.ofMinutes(2));

        assertThat(before).isFalse();
        assertThat(users.status().stale()).isTrue();
    }

    @Test
    void anOutageIsLoggedOnce() {
        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = readyWithAnn();
            topic.log.faults().disconnect();
            topic.log.advance(Duration.ofMinutes(10));

            assertThat(users.status().streamErrors()).isGreaterThan(3);
            assertThat(logged.warnings()).hasSize(2);
            assertThat(logged.warnings()).last().asString().contains("stale");
        }
    }

    @Test
    void pollsThatFailAreTriedAgainWithBackOff() {
        KafkaCache<String, String> users = readyWithAnn();
        long pollsBefore = topic.log.usage().polls();

        topic.log.faults().failPolls(ScriptedFaults.FOR_EVER, Failure.OTHER);
        topic.log.advance(Duration.ofMinutes(1));
        long polls = topic.log.usage().polls() - pollsBefore;
        CacheStatus failing = users.status();
        topic.log.faults().heal();
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(polls).isBetween(5L, 40L);
        assertThat(failing.state()).isEqualTo(CacheState.CONNECTING);
        assertThat(topic.log.usage().openReaders()).isEqualTo(1);
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void aDeletedTopicLeavesTheCacheServing() {
        KafkaCache<String, String> users = readyWithAnn();

        topic.log.deleteTopic();
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(users.status().state()).isEqualTo(CacheState.TOPIC_MISSING);
        assertThat(users.status().stale()).isTrue();
        assertThat(users.status().live()).isTrue();
        assertThat(users.get("ann")).isEqualTo("Ann");
        CompletableFuture<RecordOffset> put = users.put("bob", "Bob");
        assertThat(put).isDone();
        assertThat(topic.failure(put)).hasMessageContaining("nothing was sent");
        assertThat(topic.log.usage().openWriters()).isZero();
    }

    /** Kafka's producers create a missing topic on their own, and an idle one a deleted topic by its metadata refresh. */
    @Test
    void theWriterEndsWithItsTopic() {
        KafkaCache<String, String> users = readyWithAnn();
        users.put("bob", "Bob").join();
        int before = topic.log.usage().openWriters();

        topic.log.deleteTopic();
        topic.log.advance(Duration.ofSeconds(6));

        assertThat(before).isEqualTo(1);
        assertThat(topic.log.usage().openWriters()).isZero();
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"DENIED", "UNAUTHENTICATED"})
    void aRefusalThatLastsEndsACacheThatWasNeverReady(Failure refusal) {
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().failPolls(ScriptedFaults.FOR_EVER, refusal);
        KafkaCache<String, String> users = topic.open();

        topic.log.advance(Duration.ofSeconds(25));
        CacheState before = users.status().state();
        topic.log.advance(Duration.ofSeconds(15));

        assertThat(before).isEqualTo(CacheState.CONNECTING);
        assertThat(users.status().state()).isEqualTo(CacheState.FAILED);
        assertThat(users.status().live())
                .as("restarting the process would not help")
                .isTrue();
        assertThat(topic.failure(users.ready()))
                .isInstanceOf(FailedException.class)
                .hasMessageContaining("refused");
        assertThatThrownBy(() -> users.awaitReady(TestTopic.PATIENCE)).isInstanceOf(FailedException.class);
    }

    @Test
    void wrongCredentialsForAdminCallsEndItToo() {
        topic.log.faults().failAdmin(AdminCall.DESCRIBE, ScriptedFaults.FOR_EVER, Failure.UNAUTHENTICATED);
        KafkaCache<String, String> users = topic.open();

        topic.log.advance(Duration.ofSeconds(40));

        assertThat(users.status().state()).isEqualTo(CacheState.FAILED);
        assertThat(users.status().live()).isTrue();
    }

    @Test
    void aRefusalThatPassesDoesNotEndIt() {
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().failPolls(ScriptedFaults.FOR_EVER, Failure.DENIED);
        KafkaCache<String, String> users = topic.open();

        topic.log.advance(Duration.ofSeconds(20));
        topic.log.faults().heal();
        users.awaitReady(TestTopic.PATIENCE);
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"DENIED", "UNAUTHENTICATED"})
    void aReadyCacheServesOnWhenRefused(Failure refusal) {
        KafkaCache<String, String> users = readyWithAnn();

        topic.log.faults().failPolls(ScriptedFaults.FOR_EVER, refusal);
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(Duration.ofMinutes(5));
        CacheStatus refused = users.status();
        String served = users.get("ann");
        topic.log.faults().heal();
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(refused.state()).isEqualTo(CacheState.CONNECTING);
        assertThat(refused.stale()).isTrue();
        assertThat(refused.live()).isTrue();
        assertThat(served).isEqualTo("Ann");
        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    @Test
    void whatTheTopicIsConfiguredAsMayBeASecret() {
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().failAdmin(AdminCall.SETTINGS, ScriptedFaults.FOR_EVER, Failure.DENIED);

        KafkaCache<String, String> users = topic.openReady();
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @ParameterizedTest
    @EnumSource(
            value = Failure.class,
            names = {"DENIED", "UNAUTHENTICATED", "OTHER"})
    void whatIsAssumedOfTombstonesIsSaidOnce(Failure failure) {
        topic.log.faults().failAdmin(AdminCall.SETTINGS, ScriptedFaults.FOR_EVER, failure);

        try (Logged logged = new Logged()) {
            topic.openReady();
            topic.log.advance(Duration.ofMinutes(2));

            assertThat(logged.warnings())
                    .singleElement()
                    .asString()
                    .contains("delete.retention.ms cannot be read and is taken to be PT24H");
        }
    }

    /** It has not heard of the topic yet, and says nothing of how it is configured. */
    @Test
    void aBrokerThatLagsIsAskedAgainForTheConfiguration() {
        topic.log.append(0, "ann", "Ann");
        topic.log.faults().failAdmin(AdminCall.SETTINGS, 4, Failure.TOPIC_MISSING);

        try (Logged logged = new Logged()) {
            KafkaCache<String, String> users = topic.open();
            topic.log.advance(Duration.ofSeconds(2));
            boolean early = users.status().ready();
            topic.log.advance(Duration.ofSeconds(4));

            assertThat(early).isFalse();
            assertThat(users.status().ready()).isTrue();
            assertThat(logged.warnings()).isEmpty();
        }
    }

    @Test
    void theDeadlineSaysWhatIsWaitedFor() {
        topic.log.faults().disconnect();
        KafkaCache<String, String> away = topic.open();
        KafkaCache<String, String> missing = topic.closing(
                KafkaCache.builder("gone", io.kafkacache.codec.Codecs.utf8(), io.kafkacache.codec.Codecs.utf8())
                        .log(goneTopic())
                        .open());

        assertThatThrownBy(() -> away.awaitReady(Duration.ofSeconds(5)))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("CONNECTING");
        assertThatThrownBy(() -> missing.awaitReady(Duration.ofSeconds(5)))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("TOPIC_MISSING")
                .hasMessageContaining("gone does not exist");
    }

    private io.kafkacache.scripted.ScriptedLog goneTopic() {
        io.kafkacache.scripted.ScriptedLog gone = topic.log.another("gone", 1);
        gone.deleteTopic();
        return gone;
    }
}
