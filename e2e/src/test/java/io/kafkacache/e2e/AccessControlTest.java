package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Permission.COMMITTING;
import static io.kafkacache.e2e.Permission.CREATING;
import static io.kafkacache.e2e.Permission.READING;
import static io.kafkacache.e2e.Permission.WRITING;
import static io.kafkacache.e2e.Permission.documented;
import static io.kafkacache.e2e.SecureBroker.PASSWORD;
import static io.kafkacache.e2e.SecureBroker.group;
import static io.kafkacache.e2e.Until.until;
import static org.apache.kafka.common.acl.AclOperation.DELETE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE;
import static org.apache.kafka.common.acl.AclOperation.DESCRIBE_CONFIGS;
import static org.apache.kafka.common.acl.AclOperation.READ;
import static org.apache.kafka.common.acl.AclOperation.WRITE;
import static org.apache.kafka.common.resource.ResourceType.GROUP;
import static org.apache.kafka.common.resource.ResourceType.TOPIC;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Builder;
import io.kafkacache.CacheMonitor;
import io.kafkacache.CacheState;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.KafkaCache;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.testing.LeakCheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.ExtendWith;

/** A cache with exactly the permissions of docs/operations.md, and with each of them taken away. */
@ExtendWith(LeakCheck.class)
class AccessControlTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration STALE = Duration.ofSeconds(3);
    private static final String[] ALL_BUT_CREATE = {READING, COMMITTING, WRITING};

    private static SecureBroker broker;

    private final List<CacheState> states = new CopyOnWriteArrayList<>();
    private Warnings warnings;
    private String topic;

    @BeforeAll
    static void startBroker() {
        broker = new SecureBroker();
    }

    @AfterAll
    static void stopBroker() {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) {
        topic = test.getTestMethod().orElseThrow().getName();
        broker.createTopic(topic);
        broker.write(topic, "before", "1");
        warnings = Warnings.capture();
    }

    @AfterEach
    void clear() throws Exception {
        warnings.close();
        broker.clearAcls();
    }

    @Test
    void thePageListsWhatTheseTestsTakeAwayAndItsCommandsGrantIt() {
        Set<String> rows = documented().stream().map(Permission::toString).collect(Collectors.toSet());

        assertThat(rows)
                .containsExactlyInAnyOrder(
                        "TOPIC READ",
                        "TOPIC DESCRIBE_CONFIGS",
                        "TOPIC WRITE",
                        "TOPIC CREATE",
                        "GROUP READ",
                        "GROUP DELETE")
                .isEqualTo(Permission.ofCommands());
    }

    @Test
    void theDocumentedPermissionsSufficeToWrite() throws Exception {
        broker.allow(topic, documented(ALL_BUT_CREATE));

        try (KafkaCache<String, String> cache = builder().readOnly(false).open()) {
            cache.awaitReady(PATIENCE);
            get(cache.put("a", "1").thenCompose(cache::await));
            get(cache.delete("before").thenCompose(cache::await));
            get(cache.sync());

            assertThat(cache.get("a")).isEqualTo("1");
            assertThat(cache.get("before")).isNull();
            until("all is committed", cache::status, () -> broker.committed(topic) == 3);
            assertNothingIsAmiss(cache);
        }

        assertThat(broker.groups()).doesNotContain(group(topic));
        assertThat(warnings.of(topic)).isEmpty();
    }

    @Test
    void theDocumentedPermissionsSufficeToRead() throws Exception {
        broker.allow(topic, documented(READING, COMMITTING));

        try (KafkaCache<String, String> cache = builder().open()) {
            cache.awaitReady(PATIENCE);
            broker.write(topic, "a", "1");
            get(cache.sync());

            assertThat(cache.get("a")).isEqualTo("1");
            until("all is committed", cache::status, () -> broker.committed(topic) == 2);
            assertNothingIsAmiss(cache);
        }

        assertThat(broker.groups()).doesNotContain(group(topic));
        assertThat(warnings.of(topic)).isEmpty();
    }

    @Test
    void withoutCommittingThePermissionsOnTheTopicSuffice() throws Exception {
        broker.allow(topic, documented(READING));

        try (KafkaCache<String, String> cache = builder().commitPositions(false).open()) {
            cache.awaitReady(PATIENCE);
            get(cache.sync());

            assertThat(cache.get("before")).isEqualTo("1");
            assertNothingIsAmiss(cache);
        }

        assertThat(warnings.of(topic)).isEmpty();
    }

    @Test
    void withoutReadItConnectsUntilItMayRead() throws Exception {
        broker.allow(topic, documented(ALL_BUT_CREATE));
        broker.takeAway(topic, TOPIC, READ); // Write still implies Describe

        try (KafkaCache<String, String> cache = builder().open()) {
            assertThatThrownBy(() -> cache.awaitReady(Duration.ofSeconds(3)))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("needs Read on topic " + topic);
            assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(cache.status().lastError()).contains("needs Read on topic " + topic);
            assertThat(cache.status().live()).isTrue();
            assertThat(warnings.of(topic))
                    .singleElement()
                    .asString()
                    .endsWith(topic + ": denied at " + broker.bootstrapServers() + "; needs Read on topic " + topic);

            broker.allow(topic, TOPIC, READ);
            cache.awaitReady(PATIENCE);

            assertThat(cache.get("before")).isEqualTo("1");
            assertRecovered(cache);
        }
    }

    @Test
    void withoutAnyPermissionItConnectsUntilItHasThem() throws Exception {
        try (KafkaCache<String, String> cache = builder().readOnly(false).open()) {
            assertThatThrownBy(() -> cache.awaitReady(Duration.ofSeconds(2)))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("needs Describe on topic " + topic);
            assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(warnings.of(topic))
                    .singleElement()
                    .asString()
                    .endsWith(
                            topic + ": denied at " + broker.bootstrapServers() + "; needs Describe on topic " + topic);

            broker.allow(topic, documented(ALL_BUT_CREATE));
            cache.awaitReady(PATIENCE);
            get(cache.put("a", "1").thenCompose(cache::await));

            assertThat(cache.get("a")).isEqualTo("1");
            assertRecovered(cache);
        }
    }

    @Test
    void aReadyCacheServesOnWithoutRead() throws Exception {
        broker.allow(topic, documented(READING));
        broker.allow(topic, TOPIC, DESCRIBE);

        try (KafkaCache<String, String> cache = uncommitted().open()) {
            cache.awaitReady(PATIENCE);
            takeReadAway(cache);
            broker.write(topic, "after", "1");
            until("stale", cache::status, () -> cache.status().stale());

            assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(cache.status().lastError()).contains("needs Read on topic " + topic);
            assertThat(cache.status().servable()).isTrue();
            assertThat(cache.status().live()).isTrue();
            assertThat(cache.get("before")).isEqualTo("1");
            assertThat(cache.get("after")).isNull();

            broker.allow(topic, TOPIC, READ);
            until("fresh", cache::status, () -> !cache.status().stale() && cache.contains("after"));

            assertRecovered(cache);
        }
    }

    @Test
    void aSyncWithoutReadSaysWhatIsMissing() throws Exception {
        broker.allow(topic, documented(READING));
        broker.allow(topic, TOPIC, DESCRIBE);

        try (KafkaCache<String, String> cache = uncommitted().open()) {
            cache.awaitReady(PATIENCE);
            takeReadAway(cache);
            broker.write(topic, "after", "1");

            assertThatThrownBy(() -> cache.sync(Duration.ofSeconds(2)).join())
                    .cause()
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("needs Read on topic " + topic);
        }
    }

    @Test
    void withoutDescribeItConnectsUntilItMayDescribe() throws Exception {
        broker.allow(topic, documented(READING));
        broker.deny(topic, TOPIC, DESCRIBE);

        try (KafkaCache<String, String> cache = uncommitted().open()) {
            assertThatThrownBy(() -> cache.awaitReady(Duration.ofSeconds(2)))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("needs Describe on topic " + topic);
            assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(warnings.of(topic))
                    .singleElement()
                    .asString()
                    .endsWith(
                            topic + ": denied at " + broker.bootstrapServers() + "; needs Describe on topic " + topic);

            broker.denyNoMore(topic, TOPIC, DESCRIBE);
            cache.awaitReady(PATIENCE);

            assertRecovered(cache);
        }
    }

    @Test
    void aReadyCacheReadsOnWithoutDescribeButIsNotProvenFresh() throws Exception {
        broker.allow(topic, documented(READING));

        try (KafkaCache<String, String> cache = uncommitted().open()) {
            cache.awaitReady(PATIENCE);
            broker.deny(topic, TOPIC, DESCRIBE);
            broker.write(topic, "after", "1");
            until(
                    "stale, and the record is there",
                    cache::status,
                    () -> cache.status().stale() && cache.contains("after"));

            assertThat(cache.status().state()).isEqualTo(CacheState.CONNECTING);
            assertThat(cache.status().lastError()).contains("needs Describe on topic " + topic);
            assertThat(cache.status().servable()).isTrue();

            broker.denyNoMore(topic, TOPIC, DESCRIBE);
            until("fresh", cache::status, () -> !cache.status().stale());

            assertRecovered(cache);
        }
    }

    @Test
    void withoutDescribeConfigsItAssumesKafkasRetentionAndSaysSo() throws Exception {
        allowAllBut(TOPIC, DESCRIBE_CONFIGS);

        try (KafkaCache<String, String> cache = uncommitted().open()) {
            cache.awaitReady(PATIENCE);
            get(cache.sync());

            assertNothingIsAmiss(cache);
            assertThat(warnings.of(topic)).singleElement().satisfies(warning -> assertThat(warning)
                    .contains("needs DescribeConfigs on topic " + topic)
                    .contains("deleteRetention"));
        }
    }

    @Test
    void withoutDescribeConfigsTheGivenRetentionDecidesHowLongItMayBeAway() throws Exception {
        allowAllBut(TOPIC, DESCRIBE_CONFIGS);
        Duration retention = Duration.ofSeconds(4);

        try (KafkaCache<String, String> cache =
                uncommitted().deleteRetention(retention).open()) {
            cache.awaitReady(PATIENCE);
            assertThat(warnings.of(topic)).isEmpty();
            takeReadAway(cache);
            broker.writeInTransaction(topic, "after", "1");
            Duration tooLong = retention.dividedBy(2).plusMillis(100);
            until("away for too long", cache::status, () -> {
                Duration away = cache.status().staleness();
                return away != null && away.compareTo(tooLong) > 0;
            });

            broker.allow(topic, TOPIC, READ);
            until("read again", cache::status, () -> cache.status().generation() > 1);

            assertThat(warnings.of(topic)).anyMatch(line -> line.contains("more than half of delete.retention.ms"));
        }
    }

    @Test
    void withoutWriteOnlyPutsFail() throws Exception {
        broker.allow(topic, documented(READING, COMMITTING));

        try (KafkaCache<String, String> cache = builder().readOnly(false).open()) {
            cache.awaitReady(PATIENCE);

            assertThatThrownBy(() -> cache.put("a", "1").join())
                    .isInstanceOf(CompletionException.class)
                    .cause()
                    .isInstanceOf(KafkaCacheException.class)
                    .hasMessageContaining("needs Write on topic " + topic)
                    .asInstanceOf(InstanceOfAssertFactories.type(KafkaCacheException.class))
                    .returns(false, KafkaCacheException::retryHelps);
            get(cache.sync());
            assertNothingIsAmiss(cache);

            broker.allow(topic, TOPIC, WRITE);
            get(cache.put("a", "2").thenCompose(cache::await));

            assertThat(cache.get("a")).isEqualTo("2");
            assertNothingIsAmiss(cache);
        }

        assertThat(warnings.of(topic)).isEmpty();
    }

    @Test
    void withoutReadOnTheGroupOnlyLagToolsMissIt() throws Exception {
        allowAllBut(GROUP, READ);

        try (KafkaCache<String, String> cache = builder().open()) {
            cache.awaitReady(PATIENCE);
            until("it goes on trying", cache::status, () -> cache.status().commitErrors() >= 2);
            get(cache.sync());

            assertOnlyCommitsFail(cache, "needs Read on group " + group(topic));

            broker.allow(topic, GROUP, READ);
            until("committed", cache::status, () -> broker.committed(topic) == 1);
        }

        assertThat(broker.groups()).doesNotContain(group(topic));
        assertThat(warnings.of(topic)).hasSize(1);
    }

    @Test
    void withoutDescribeOnTheGroupOnlyLagToolsMissIt() throws Exception {
        broker.allow(topic, documented(READING, COMMITTING));
        broker.deny(topic, GROUP, DESCRIBE);

        try (KafkaCache<String, String> cache = builder().open()) {
            cache.awaitReady(PATIENCE);
            until("a commit failed", cache::status, () -> cache.status().commitErrors() > 0);

            assertOnlyCommitsFail(cache, "on group " + group(topic));
        }

        assertThat(warnings.of(topic)).hasSize(1);
    }

    @Test
    void withoutDeleteOnTheGroupItStaysBehind() throws Exception {
        allowAllBut(GROUP, DELETE);
        KafkaCache<String, String> cache = builder().open();
        try (cache) {
            cache.awaitReady(PATIENCE);
            until("committed", cache::status, () -> broker.committed(topic) == 1);
            assertNothingIsAmiss(cache);
        }

        assertThat(broker.groups()).contains(group(topic));
        assertThat(cache.status().commitErrors()).isEqualTo(1);
        assertThat(warnings.of(topic)).singleElement().satisfies(warning -> assertThat(warning)
                .contains("needs Delete on group " + group(topic)));
    }

    @Test
    void withoutCreateItWaitsForTheTopicAndSaysWhatIsMissing() throws Exception {
        topic = "created";
        broker.allow(topic, documented(ALL_BUT_CREATE));

        try (KafkaCache<String, String> cache =
                builder().createTopic(2, 1, Map.of()).readOnly(false).open()) {
            assertThatThrownBy(() -> cache.awaitReady(Duration.ofSeconds(2)))
                    .isInstanceOf(CacheTimeoutException.class)
                    .hasMessageContaining("needs Create on topic " + topic);
            assertThat(cache.status().state()).isEqualTo(CacheState.TOPIC_MISSING);
            assertThat(broker.hasTopic(topic)).isFalse();
            assertThat(warnings.of(topic))
                    .singleElement()
                    .asString()
                    .endsWith(topic + ": topic " + topic + " does not exist and could not be created: denied at "
                            + broker.bootstrapServers() + "; needs Create on topic " + topic + " or on the cluster");
            assertThat(states).containsExactly(CacheState.TOPIC_MISSING);

            broker.allow(topic, documented(CREATING));
            cache.awaitReady(PATIENCE);
            get(cache.put("a", "1").thenCompose(cache::await));

            assertThat(cache.status().partitions()).hasSize(2);
            assertRecovered(cache);
        }
    }

    private Builder<String, String, String, String, KafkaCache<String, String>> builder() {
        CacheMonitor monitor = new CacheMonitor() {
            @Override
            public void stateChanged(CacheState before, CacheState now) {
                states.add(now);
            }
        };
        return broker.cache(topic, PASSWORD).staleAfter(STALE).monitor(monitor);
    }

    private Builder<String, String, String, String, KafkaCache<String, String>> uncommitted() {
        return builder().commitPositions(false);
    }

    private void allowAllBut(ResourceType resource, AclOperation operation) throws Exception {
        List<Permission> rows = documented(ALL_BUT_CREATE).stream()
                .filter(row -> row.resource() != resource || row.operation() != operation)
                .toList();
        assertThat(rows).hasSize(documented(ALL_BUT_CREATE).size() - 1);
        broker.allow(topic, rows);
    }

    /** Returns when the reader was refused: a fetch that waited for records since before still brings them. */
    private void takeReadAway(KafkaCache<String, String> cache) throws Exception {
        broker.takeAway(topic, TOPIC, READ);
        until("refused", cache::status, () -> String.valueOf(cache.status().lastError())
                .contains("needs Read on topic " + topic));
    }

    private void assertNothingIsAmiss(KafkaCache<String, String> cache) throws Exception {
        assertThat(cache.status().commitErrors()).isZero();
        assertThat(cache.status().streamErrors()).isZero();
        assertRecovered(cache);
        assertThat(states).doesNotContain(CacheState.CONNECTING, CacheState.FAILED);
    }

    /** A reader that may read again is trusted after a few polls. */
    private void assertRecovered(KafkaCache<String, String> cache) throws Exception {
        until("ready", cache::status, () -> cache.status().state() == CacheState.READY);
        assertThat(cache.status().lastError()).isNull();
        assertThat(states).doesNotContain(CacheState.FAILED);
    }

    private void assertOnlyCommitsFail(KafkaCache<String, String> cache, String needs) throws Exception {
        assertThat(cache.status().streamErrors()).isZero();
        assertRecovered(cache);
        assertThat(states).doesNotContain(CacheState.CONNECTING);
        assertThat(warnings.of(topic)).singleElement().satisfies(warning -> assertThat(warning)
                .contains(needs));
    }
}
