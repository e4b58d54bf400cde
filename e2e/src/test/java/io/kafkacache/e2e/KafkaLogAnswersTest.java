package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.described;
import static io.kafkacache.e2e.Logs.failure;
import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log port says of a topic on a real broker. */
class KafkaLogAnswersTest {
    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @Test
    void describesTheTopic() throws Exception {
        broker.create(3);

        TopicDescription description = get(broker.log().describe());

        var topics = broker.kafka()
                .admin()
                .describeTopics(List.of(broker.topic()))
                .allTopicNames()
                .get();
        assertThat(topics.get(broker.topic()))
                .extracting(told -> told.topicId().toString())
                .isEqualTo(description.topicId());
        assertThat(description.partitions()).isEqualTo(3);
        assertThat(description.clusterId())
                .isEqualTo(broker.kafka().admin().describeCluster().clusterId().get());
    }

    @Test
    void aRecreatedTopicHasAnotherId() throws Exception {
        broker.create(1);
        String before = get(broker.log().describe()).topicId();

        broker.kafka().admin().deleteTopics(List.of(broker.topic())).all().get();
        broker.create(1);

        assertThat(get(broker.log().describe()).topicId()).isNotEqualTo(before);
    }

    @Test
    void saysHowTheTopicIsCleaned() {
        broker.kafka()
                .createTopic(
                        broker.topic(), 1, Map.of("cleanup.policy", "compact,delete", "delete.retention.ms", "1234"));

        assertThat(get(broker.log().settings())).isEqualTo(new TopicSettings(true, true, 1234));
    }

    @Test
    void aMissingTopicIsMissingAndIsNotCreated() throws Exception {
        LogPort impatient = broker.open(
                broker.topic(),
                Isolation.READ_COMMITTED,
                Map.of("admin.default.api.timeout.ms", "1500", "admin.request.timeout.ms", "1000"));
        LogReader reader = broker.reader(impatient);
        reader.assign(Map.of(0, Position.at(0)));

        assertThat(failure(impatient.describe()).kind()).isEqualTo(Kind.TOPIC_MISSING);
        assertThat(failure(impatient.settings()).kind()).isEqualTo(Kind.TOPIC_MISSING);
        assertThat(failure(impatient.ends(Set.of(0), EndKind.TARGET)).kind()).isEqualTo(Kind.TOPIC_MISSING);
        assertThat(reader.poll(Duration.ofSeconds(1)).count()).isZero();
        assertThat(broker.kafka().admin().listTopics().names().get()).doesNotContain(broker.topic());
    }

    @Test
    void aPartitionThatIsNotThereIsNamed() {
        broker.create(1);
        LogPort impatient = broker.open(
                broker.topic(),
                Isolation.READ_COMMITTED,
                Map.of("admin.default.api.timeout.ms", "1500", "admin.request.timeout.ms", "1000"));

        assertThat(failure(impatient.ends(Set.of(0, 4), EndKind.TARGET))).hasMessageContaining("has no partition 4");
    }

    @Test
    void createsTheTopicCompactedUnlessTold() {
        LogPort other = broker.open(broker.topic() + "-other", Isolation.READ_COMMITTED, Map.of());

        get(broker.log().createTopic(2, -1, Map.of()));
        get(broker.log().createTopic(5, 1, Map.of()));
        get(other.createTopic(1, 1, Map.of("cleanup.policy", "delete")));

        assertThat(described(broker.log()).partitions()).isEqualTo(2);
        assertThat(described(other).partitions()).isEqualTo(1);
        assertThat(get(broker.log().settings()).compacted()).isTrue();
        assertThat(get(other.settings()).compacted()).isFalse();
    }

    @Test
    void theEndsOfAnOpenTransactionDiffer() {
        broker.create(1);
        LogPort uncommitted = broker.open(broker.topic(), Isolation.READ_UNCOMMITTED, Map.of());
        try (KafkaProducer<String, String> producer = broker.transactional()) {
            producer.beginTransaction();
            broker.write(producer, "a");
            producer.commitTransaction();
            producer.beginTransaction();
            broker.write(producer, "b");

            assertThat(broker.end(broker.log(), EndKind.TARGET)).isEqualTo(new Position(3, 0));
            assertThat(broker.end(broker.log(), EndKind.HEAD)).isEqualTo(new Position(2, 0));
            assertThat(broker.end(uncommitted, EndKind.HEAD)).isEqualTo(new Position(3, 0));
            assertThat(broker.end(broker.log(), EndKind.START).offset()).isZero();
            producer.abortTransaction();
        }
    }

    @Test
    void startsAtATime() {
        broker.create(1);
        try (KafkaProducer<String, String> producer = broker.plain()) {
            broker.written(producer, new ProducerRecord<>(broker.topic(), 0, 1_000L, "a", "v"));
            broker.written(producer, new ProducerRecord<>(broker.topic(), 0, 2_000L, "b", "v"));
        }

        assertThat(get(broker.log().startingAt(Set.of(0), Instant.ofEpochMilli(1_500)))
                        .get(0))
                .isEqualTo(new Position(1, 0));
        assertThat(get(broker.log().startingAt(Set.of(0), Instant.ofEpochMilli(9_000)))
                        .get(0))
                .isEqualTo(new Position(2, 0));
    }
}
