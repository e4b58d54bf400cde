package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.embedded.EmbeddedKafka;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On a broker of its own, since every group of the cluster is listed. */
final class GroupsTest {
    private static final Duration HOUR = Duration.ofHours(1);

    private final EmbeddedKafka kafka = EmbeddedKafka.builder().start();

    @BeforeEach
    void fillTopic() {
        kafka.createTopic("users", 2, Map.of("cleanup.policy", "compact"));
        String lines = "{\"key\":\"a\",\"value\":1}\n{\"key\":\"b\",\"value\":1}\n{\"key\":\"c\",\"value\":1}\n";
        Outcome.withInput(lines, "load", "--topic", "users", "--bootstrap", kafka.bootstrapServers(), "-");
    }

    @AfterEach
    void stop() {
        kafka.close();
    }

    @Test
    void nothingIsListedWhereNoCacheCommitted() throws Exception {
        commit("service", Map.of(0, "its own words"));

        Outcome outcome = Outcome.of("groups", "--bootstrap", kafka.bootstrapServers());

        assertThat(outcome.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("no group of a cache");
    }

    @Test
    void aLivingCacheIsListedWithItsLag() {
        try (KafkaCache<String, byte[]> cache = KafkaCache.builder("users", Codecs.utf8(), Codecs.bytes())
                .bootstrapServers(kafka.bootstrapServers())
                .identity("pod-1")
                .open()) {
            cache.awaitReady(Duration.ofSeconds(30));

            Outcome outcome = awaitListed();

            assertThat(outcome.lines().get(0)).containsPattern("GROUP +CACHE +TOPIC +LAG +AGE +POSITIONS");
            assertThat(outcome.lines().get(1)).containsPattern("pod-1 +users +users +0 .*0:\\d 1:\\d");
        }
    }

    @Test
    void pruneDeletesOnlyGroupsLeftBehind() throws Exception {
        commit("dead", Map.of(0, stamp(HOUR.multipliedBy(5)), 1, stamp(HOUR.multipliedBy(4))));
        commit("idle", Map.of(0, stamp(HOUR.multipliedBy(30)), 1, stamp(HOUR.multipliedBy(2))));
        commit("shared", Map.of(0, stamp(HOUR.multipliedBy(30)), 1, "another program's"));
        commit("service", Map.of(0, ""));

        Outcome listed = Outcome.of("groups", "--bootstrap", kafka.bootstrapServers());
        Outcome pruned = Outcome.of("groups", "--bootstrap", kafka.bootstrapServers(), "--prune");

        assertThat(listed.lines()).hasSize(4);
        assertThat(listed.out()).contains("4 h 0 m", "0:1 1:1");
        assertThat(groups()).containsExactlyInAnyOrder("idle", "shared", "service");
        assertThat(pruned.exitCode()).isEqualTo(ExitCode.OK);
        assertThat(pruned.err()).contains("deleted dead", "kept shared", "1 of 3 groups deleted");
    }

    private Outcome awaitListed() {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        Outcome outcome = Outcome.of("groups", "--bootstrap", kafka.bootstrapServers());
        while (outcome.lines().size() < 2 && System.nanoTime() < end) {
            outcome = Outcome.of("groups", "--bootstrap", kafka.bootstrapServers());
        }
        return outcome;
    }

    private List<String> groups() throws Exception {
        return kafka.admin().listGroups().all().get().stream()
                .map(GroupListing::groupId)
                .toList();
    }

    private static String stamp(Duration age) {
        return "kafka-cache/1 users " + (System.currentTimeMillis() - age.toMillis());
    }

    private void commit(String group, Map<Integer, String> metadata) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
        metadata.forEach((partition, text) ->
                offsets.put(new TopicPartition("users", partition), new OffsetAndMetadata(1, text)));
        kafka.admin().alterConsumerGroupOffsets(group, offsets).all().get();
    }
}
