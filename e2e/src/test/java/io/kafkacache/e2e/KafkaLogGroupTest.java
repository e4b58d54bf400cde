package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.LogPort;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What lag tools see of the log port, on a real broker. */
class KafkaLogGroupTest {
    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @Test
    void commitsForLagTools() throws Exception {
        broker.create(2);

        get(broker.log().commit("pod", Map.of(0, new Position(5, 0), 1, Position.at(6)), "kafka-cache/1 users 17"));

        assertThat(broker.committed("pod"))
                .containsEntry(
                        new TopicPartition(broker.topic(), 0),
                        new OffsetAndMetadata(5, Optional.of(0), "kafka-cache/1 users 17"))
                .containsEntry(
                        new TopicPartition(broker.topic(), 1), new OffsetAndMetadata(6, "kafka-cache/1 users 17"));
        get(broker.log().forget("pod"));
    }

    @Test
    void commitsMetadataThatAreTooLongCut() throws Exception {
        broker.create(1);

        get(broker.log().commit("wordy", Map.of(0, Position.at(5)), "é".repeat(5_000)));

        assertThat(broker.committed("wordy")).hasSize(1);
        get(broker.log().forget("wordy"));
    }

    @Test
    void forgetsItsOffsetsAndAnEmptyGroup() throws Exception {
        broker.create(1);
        broker.kafka().createTopic(broker.topic() + "-other", 1, Map.of());
        LogPort other = broker.open(broker.topic() + "-other", Isolation.READ_COMMITTED, Map.of());
        get(broker.log().commit("shared", Map.of(0, Position.at(5)), ""));
        get(other.commit("shared", Map.of(0, Position.at(7)), ""));

        get(broker.log().forget("shared"));
        assertThat(broker.committed("shared").keySet())
                .containsExactly(new TopicPartition(broker.topic() + "-other", 0));
        get(other.forget("shared"));
        get(other.forget("shared"));

        assertThat(broker.kafka().admin().listGroups().all().get())
                .noneMatch(group -> group.groupId().equals("shared"));
    }
}
