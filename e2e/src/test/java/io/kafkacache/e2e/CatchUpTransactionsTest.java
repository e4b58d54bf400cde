package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.CacheState;
import io.kafkacache.CacheTimeoutException;
import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.OpenTransaction;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Open transactions below the end: waited for, visibly, where uncommitted records are not read. */
@OnKafka
class CatchUpTransactionsTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anOpenTransactionIsWaitedForVisibly(boolean committed) {
        topic.create(2);
        KafkaProducer<String, String> producer = openTransaction();
        topic.write(1, "c", "3");

        KafkaCache<String, String> cache = topic.open(Isolation.READ_COMMITTED);

        Until.holds("it waits", () -> cache.status().state() == CacheState.WAITING_FOR_TRANSACTION);
        OpenTransaction waitedFor = Objects.requireNonNull(cache.status().openTransaction());
        assertThat(waitedFor.partition()).isEqualTo(1);
        assertThat(waitedFor.offset()).isEqualTo(1);
        assertThatThrownBy(() -> cache.awaitReady(Duration.ofMillis(100)))
                .isInstanceOf(CacheTimeoutException.class)
                .hasMessageContaining("WAITING_FOR_TRANSACTION")
                .hasMessageContaining(topic.name() + "-1 at offset 1");
        assertThat(cache.status().ready()).isFalse();

        end(producer, committed);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, Isolation.READ_COMMITTED);
        assertThat(OneTopic.contents(cache))
                .isEqualTo(committed ? Map.of("a", "2", "b", "2", "c", "3") : Map.of("a", "1", "c", "3"));
        assertThat(cache.status().openTransaction()).isNull();
        assertThat(cache.status().state()).isEqualTo(CacheState.READY);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whoReadsUncommittedRecordsDoesNotWait(boolean committed) {
        topic.create(2);
        KafkaProducer<String, String> producer = openTransaction();

        KafkaCache<String, String> cache = topic.open(Isolation.READ_UNCOMMITTED);
        cache.awaitReady(PATIENCE);

        assertThat(OneTopic.contents(cache)).isEqualTo(Map.of("a", "2", "b", "2"));

        end(producer, committed);
        get(cache.sync());

        topic.assertComplete(cache, Isolation.READ_UNCOMMITTED);
    }

    @Test
    void aSyncWaitsForATransactionThatIsOpenBelowTheEnd() {
        topic.create(2);
        KafkaCache<String, String> cache = topic.open(Isolation.READ_COMMITTED);
        cache.awaitReady(PATIENCE);
        KafkaProducer<String, String> producer = openTransaction();

        CompletableFuture<Void> impatient = cache.sync(Duration.ofSeconds(3));
        CompletableFuture<String> patient = cache.sync(PATIENCE).thenApply(synced -> cache.require("b"));

        assertThat(impatient)
                .failsWithin(PATIENCE)
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(CacheTimeoutException.class)
                .withMessageContaining("partition 1 stands at position 1")
                .withMessageContaining("held back by the open transaction at offset 1");
        assertThat(patient).isNotDone();

        producer.commitTransaction();

        assertThat(get(patient)).isEqualTo("2");
    }

    /** Writes to partition 1, outside of a transaction and in one that is left open. */
    private KafkaProducer<String, String> openTransaction() {
        topic.write(1, "a", "1");
        KafkaProducer<String, String> producer = topic.transactional("writer");
        producer.beginTransaction();
        topic.write(producer, 1, "a", "2");
        topic.write(producer, 1, "b", "2");
        return producer;
    }

    private static void end(KafkaProducer<String, String> producer, boolean committed) {
        if (committed) {
            producer.commitTransaction();
        } else {
            producer.abortTransaction();
        }
    }
}
