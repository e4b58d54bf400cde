package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.failure;
import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Logs.send;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the log port writes to a real broker, and what it says where it cannot. */
class KafkaLogWritingTest {
    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @Test
    void aStoppedBrokerIsAnOutageThatEndsByItself() {
        broker.create(1);
        LogPort impatient = broker.open(
                broker.topic(),
                Isolation.READ_COMMITTED,
                Map.of(
                        "admin.default.api.timeout.ms", "1500",
                        "admin.request.timeout.ms", "1000",
                        "producer.max.block.ms", "500"));
        LogWriter writer = broker.writer(broker.log());
        get(impatient.describe());
        get(broker.log().describe());
        get(send(writer, 0, "a", "1"));

        broker.kafka().stop();
        LogException described = failure(impatient.describe());
        LogException notSent = failure(send(broker.writer(impatient), 0, "b", "1"));
        boolean probed = get(impatient.probe(0, Position.at(1)));
        broker.kafka().start();

        assertThat(described.kind()).isEqualTo(Kind.UNREACHABLE);
        assertThat(notSent.kind()).isEqualTo(Kind.NOT_SENT);
        assertThat(probed).isFalse();
        assertThat(get(broker.log().describe()).partitions()).isEqualTo(1);
        assertThat(get(send(writer, 0, "c", "1"))).isEqualTo(1);
        assertThat(writer.usable()).isTrue();
    }

    @Test
    void aRecordThatIsTooLargeFailsAlone() {
        broker.kafka().createTopic(broker.topic(), 1, Map.of("max.message.bytes", "2000"));
        LogWriter writer = broker.writer(broker.log());
        String random = new SplittableRandom(1)
                .ints(5_000, 'a', 'z')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();

        LogException byClient = failure(send(writer, 0, "a", "x".repeat(2_000_000)));
        LogException byBroker = failure(send(writer, 0, "a", random));

        assertThat(byClient.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(byBroker.kind()).isEqualTo(Kind.TOO_LARGE);
        assertThat(get(send(writer, 0, "a", "1"))).isZero();
        assertThat(writer.usable()).isTrue();
    }

    @Test
    void aPartitionThatIsNotThereIsNotWrittenTo() {
        broker.create(1);
        LogPort impatient =
                broker.open(broker.topic(), Isolation.READ_COMMITTED, Map.of("producer.max.block.ms", "300"));

        assertThat(failure(send(broker.writer(impatient), 3, "a", "1")).kind()).isEqualTo(Kind.NOT_SENT);
    }

    @Test
    void aWriteThatIsNotAcknowledgedInTimeHasAnUnknownOutcome() throws Exception {
        broker.create(1);
        LogPort hasty = broker.open(broker.topic(), Isolation.READ_COMMITTED, Map.of("delivery.timeout.ms", "1000"));
        LogWriter writer = broker.writer(hasty);
        broker.limit("writer", "producer_byte_rate", 1);
        get(send(writer, 0, "a", "1"));

        LogException late = failure(send(writer, 0, "b", "1"));

        assertThat(late.kind()).isEqualTo(Kind.OUTCOME_UNKNOWN);
        assertThat(writer.usable()).isTrue();
    }

    /**
     * The broker tells of a new topic before it leads all its partitions. A producer with several requests under way then loses those that came too early:
     * the partition accepts a later one, after which none with a lower sequence is accepted, until the delivery times out. KAFKA-15591, KAFKA-14312.
     */
    @Test
    void nothingThatIsSentToATopicThatWasJustMadeIsLost() {
        int partitions = 200;
        LogPort log =
                broker.open(broker.topic(), Isolation.READ_COMMITTED, Map.of("producer.delivery.timeout.ms", "20000"));
        LogWriter writer = broker.writer(log);
        broker.create(partitions);
        Logs.described(log);

        List<CompletableFuture<Long>> sent = new ArrayList<>();
        for (int round = 0; round < 5; round++) {
            for (int partition = partitions - 1; partition >= 0; partition--) {
                sent.add(send(writer, partition, "k", "" + round));
            }
        }

        assertThat(sent).allSatisfy(acknowledged -> assertThat(acknowledged).succeedsWithin(PATIENCE));
    }
}
