package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.failure;
import static io.kafkacache.e2e.Logs.failureOf;
import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Logs.readTo;
import static io.kafkacache.e2e.Logs.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.LogWriter;
import io.kafkacache.internal.log.RecordBatch;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the log port reads from a real broker. */
class KafkaLogReadingTest {
    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @Test
    void readsWhatWasWritten() {
        broker.create(2);
        LogWriter writer = broker.writer(broker.log());
        LogReader reader = broker.reader(broker.log());
        reader.assign(Map.of(0, Position.at(0), 1, Position.at(0)));

        assertThat(get(send(writer, 0, "a", "1"))).isZero();
        assertThat(get(send(writer, 0, "a", null))).isEqualTo(1);
        assertThat(get(send(writer, 1, "b", "2"))).isZero();
        var reading = readTo(reader, Map.of(0, Position.at(2), 1, Position.at(1)));

        assertThat(reading.records()).containsExactlyInAnyOrder("0@0 a=1", "0@1 a=null", "1@0 b=2");
        assertThat(reading.positions()).isEqualTo(Map.of(0, new Position(2, 0), 1, new Position(1, 0)));
    }

    @Test
    void givesHeadersAndTimestamps() {
        broker.create(1);
        long before = System.currentTimeMillis();
        get(send(broker.writer(broker.log()), 0, "a", "1"));
        LogReader reader = broker.reader(broker.log());
        reader.assign(Map.of(0, Position.at(0)));

        RecordBatch batch = reader.poll(Duration.ofSeconds(10));

        assertThat(batch.next()).isTrue();
        assertThat(batch.headers().lastHeader("from").value()).containsExactly(7);
        assertThat(batch.timestampMillis()).isBetween(before, System.currentTimeMillis());
    }

    @Test
    void positionsPassATransactionMarkerAtTheTail() {
        broker.create(1);
        try (KafkaProducer<String, String> producer = broker.transactional()) {
            producer.beginTransaction();
            broker.write(producer, "a");
            producer.commitTransaction();
        }

        assertThat(broker.readFromStart(broker.log()).records()).containsExactly("0@0 a=v");
    }

    @Test
    void positionsPassAnAbortedTail() {
        broker.create(1);
        try (KafkaProducer<String, String> producer = broker.transactional()) {
            producer.beginTransaction();
            broker.write(producer, "a");
            producer.flush();
            producer.abortTransaction();
        }

        assertThat(broker.readFromStart(broker.log()).records()).isEmpty();
        assertThat(broker.readFromStart(broker.open(broker.topic(), Isolation.READ_UNCOMMITTED, Map.of()))
                        .records())
                .containsExactly("0@0 a=v");
    }

    @Test
    void aTrimmedPositionIsOutOfRange() throws Exception {
        broker.kafka().createTopic(broker.topic(), 2, Map.of("cleanup.policy", "compact,delete"));
        LogWriter writer = broker.writer(broker.log());
        for (int i = 0; i < 4; i++) {
            get(send(writer, 1, "k" + i, "v"));
        }
        broker.kafka()
                .admin()
                .deleteRecords(Map.of(new TopicPartition(broker.topic(), 1), RecordsToDelete.beforeOffset(3)))
                .all()
                .get();
        LogReader reader = broker.reader(broker.log());

        reader.assign(Map.of(0, Position.at(0), 1, Position.at(1)));
        LogException below = failureOf(reader);
        reader.assign(Map.of(1, Position.at(99)));
        LogException above = failureOf(reader);
        reader.assign(Map.of(1, get(broker.log().ends(Set.of(1), EndKind.START)).get(1)));
        var reading = readTo(reader, Map.of(1, Position.at(4)));

        assertThat(below.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(below.partition()).isEqualTo(1);
        assertThat(above.kind()).isEqualTo(Kind.OUT_OF_RANGE);
        assertThat(reading.records()).containsExactly("1@3 k3=v");
    }

    @Test
    void aPositionThatItsLeadersLogNeverReachedIsTruncated() {
        broker.create(1);
        LogWriter writer = broker.writer(broker.log());
        get(send(writer, 0, "a", "1"));
        broker.kafka().stop();
        broker.kafka().start();
        get(send(writer, 0, "b", "2"));
        get(send(writer, 0, "c", "3"));
        int newEpoch = broker.end(broker.log(), EndKind.TARGET).leaderEpoch();
        LogReader reader = broker.reader(broker.log());

        // The leader of epoch 0 wrote offset 0 alone: who read up to 2 under it has read what is not in the log any
        // more.
        reader.assign(Map.of(0, new Position(2, 0)));
        LogException truncated = failureOf(reader);
        reader.assign(Map.of(0, new Position(1, 0)));
        var reading = readTo(reader, Map.of(0, Position.at(3)));

        assertThat(newEpoch).isPositive();
        assertThat(truncated.kind()).isEqualTo(Kind.TRUNCATED);
        assertThat(truncated.partition()).isZero();
        assertThat(reading.records()).containsExactly("0@1 b=2", "0@2 c=3");
        assertThat(reading.positions()).containsEntry(0, new Position(3, newEpoch));
    }

    @Test
    void aWakeupEndsAPoll() {
        broker.create(1);
        LogReader reader = broker.reader(broker.log());
        reader.assign(Map.of(0, Position.at(0)));

        CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS).execute(reader::wakeup);
        long start = System.nanoTime();
        RecordBatch batch = reader.poll(Duration.ofSeconds(30));

        assertThat(batch.count()).isZero();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }

    @Test
    void closingTheLogEndsAPoll() throws Exception {
        broker.create(1);
        LogReader reader = broker.log().openReader();
        reader.assign(Map.of(0, Position.at(0)));
        CompletableFuture<RecordBatch> polling = CompletableFuture.supplyAsync(() -> {
            reader.poll(Duration.ofSeconds(30));
            return reader.poll(Duration.ofSeconds(30));
        });
        get(broker.log().describe());

        broker.log().close();

        assertThat(failure(polling)).hasMessageContaining("was closed");
    }
}
