package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.management.JMException;
import org.apache.kafka.clients.admin.NewPartitions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache that syncs often describes the topic over a second admin client, beside the question for the ends: Latest holds as it does over one. */
@OnKafka
class SyncingOftenTest {
    /** No description within the time of the test but those of syncs. */
    private static final Duration NEVER = Duration.ofHours(1);

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @Test
    void aCacheThatSyncsOnceHasNoSecondClient() throws JMException {
        topic.create(1);
        KafkaCache<String, String> cache = open(NEVER);

        get(cache.sync());

        assertThat(Meters.questions(second())).isNaN();
    }

    @Test
    void anAddedPartitionIsReadAtOnce() throws Exception {
        topic.create(1);
        KafkaCache<String, String> cache = syncingOften(NEVER);

        topic.kafka()
                .admin()
                .createPartitions(Map.of(topic.name(), NewPartitions.increaseTo(2)))
                .all()
                .get();
        Until.holds(
                "it is there",
                () ->
                        topic
                                .kafka()
                                .admin()
                                .describeTopics(List.of(topic.name()))
                                .allTopicNames()
                                .get()
                                .values()
                                .stream()
                                .allMatch(described -> described.partitions().size() == 2));
        topic.write(1, "bob", "Bob");
        get(cache.sync());

        assertThat(cache.get("bob")).isEqualTo("Bob");
    }

    @Test
    void aTopicThatWasMadeAgainIsReadAtOnce() throws Exception {
        topic.create(1);
        topic.write(0, "ann", "Ann");
        KafkaCache<String, String> cache =
                syncingOften(Duration.ofSeconds(1)); // which delays another reading of it, too

        topic.kafka().admin().deleteTopics(List.of(topic.name())).all().get();
        Until.holds("it is gone", () -> !topic.exists());
        topic.create(1);
        topic.write(0, "bob", "Bob");
        get(cache.sync());

        assertThat(OneTopic.contents(cache)).isEqualTo(Map.of("bob", "Bob"));
    }

    private KafkaCache<String, String> open(Duration metadataAge) {
        KafkaCache<String, String> cache = topic.open(topic.cache(Isolation.READ_COMMITTED)
                .name("often")
                .metadataAge(metadataAge)
                .open());
        cache.awaitReady(PATIENCE);
        return cache;
    }

    private KafkaCache<String, String> syncingOften(Duration metadataAge) throws JMException {
        KafkaCache<String, String> cache = open(metadataAge);
        Until.holds("it describes over a second client", () -> {
            get(cache.sync());
            return Meters.questions(second()) > 20;
        });
        return cache;
    }

    private String second() {
        return "pod-" + topic.name() + ".often.admin-2";
    }
}
