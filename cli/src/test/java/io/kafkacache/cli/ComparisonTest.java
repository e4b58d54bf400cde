package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Entry;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.RejectionReason;
import io.kafkacache.Source;
import io.kafkacache.codec.RecordContext.Role;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a topic says of its keys, and how a cache may differ from it. */
final class ComparisonTest {
    private final Form<?> keys = Form.of("utf8", Role.KEY);
    private final TopicFold topic = new TopicFold(keys);
    private final Map<Stored, Entry<Stored, Stored>> cache = new LinkedHashMap<>();
    private final long[] logStarts = new long[2];

    @Test
    void equalIsEqual() {
        record(0, 0, 1, "a", "1");
        record(0, 1, 2, "b", "1");
        record(0, 2, 3, "b", null);
        entry(0, 0, "a", "1");

        assertThat(differences()).isEmpty();
    }

    @Test
    void everyDifferenceIsTold() {
        record(0, 0, 1, "missing", "1");
        record(0, 1, 2, "ghost", "1");
        record(0, 2, 3, "ghost", null);
        entry(0, 1, "ghost", "1");
        entry(1, 7, "invented", "1");
        record(0, 3, 4, "older", "1");
        record(0, 4, 5, "older", "2");
        entry(0, 3, "older", "1");
        record(0, 5, 6, "value", "1");
        entry(0, 5, "value", "2");
        record(0, 6, 7, "refused", "1");
        rejected(0, 6, "refused");
        record(0, 7, 8, "taken", "{");
        entry(0, 7, "taken", "{");

        assertThat(differences())
                .containsExactlyInAnyOrder(
                        "{\"key\":\"missing\",\"difference\":\"missing\",\"cache\":null,\"topic\":{\"partition\":0,\"offset\":0}}",
                        "{\"key\":\"ghost\",\"difference\":\"ghost\",\"cache\":{\"partition\":0,\"offset\":1},\"topic\":null}",
                        "{\"key\":\"invented\",\"difference\":\"ghost\",\"cache\":{\"partition\":1,\"offset\":7},\"topic\":null}",
                        "{\"key\":\"older\",\"difference\":\"record\",\"cache\":{\"partition\":0,\"offset\":3},\"topic\":{\"partition\":0,\"offset\":4}}",
                        "{\"key\":\"value\",\"difference\":\"value\",\"cache\":{\"partition\":0,\"offset\":5},\"topic\":{\"partition\":0,\"offset\":5}}",
                        "{\"key\":\"refused\",\"difference\":\"rejection\",\"cache\":{\"partition\":0,\"offset\":6},\"topic\":{\"partition\":0,\"offset\":6}}",
                        "{\"key\":\"taken\",\"difference\":\"rejection\",\"cache\":{\"partition\":0,\"offset\":7},\"topic\":{\"partition\":0,\"offset\":7}}");
    }

    @Test
    void ofSeveralPartitionsTheNewestTimestampCountsThenThePartition() {
        record(0, 0, 20, "newer", "0");
        record(1, 0, 10, "newer", "1");
        entry(0, 0, "newer", "0");
        record(0, 1, 10, "even", "0");
        record(1, 1, 10, "even", "1");
        entry(1, 1, "even", "1");
        record(0, 2, 20, "deleted", null);
        record(1, 2, 10, "deleted", "1");
        record(0, 3, 30, "back", "0");
        record(1, 3, 20, "back", "1");
        record(0, 4, 10, "back", "0");
        entry(1, 3, "back", "1");

        assertThat(differences()).isEmpty();
    }

    @Test
    void whatRetentionTakesIsLeftOut() {
        record(0, 0, 1, "only in the topic", "1");
        entry(0, 1, "only in the cache", "1");
        record(0, 2, 1, "still there", "1");
        logStarts[0] = 2;

        assertThat(differences()).singleElement().asString().contains("\"still there\"");
    }

    @Test
    void keysThatTheCodecRefusesArePassedOver() {
        take(new byte[] {(byte) 0xFF}, 0, 0, 1, "1");
        take(null, 0, 1, 1, "1");

        assertThat(differences()).isEmpty();
        assertThat(topic.undecodableKeys()).isEqualTo(1);
    }

    private List<String> differences() {
        Comparison comparison = new Comparison(topic, Form.of("json", Role.VALUE), logStarts);
        cache.values().forEach(comparison::entry);
        comparison.missing(cache::containsKey);
        return comparison.found().stream()
                .map(difference -> new String(difference.line(keys), UTF_8))
                .toList();
    }

    private void record(int partition, long offset, long timestamp, String key, @Nullable String value) {
        take(key.getBytes(UTF_8), partition, offset, timestamp, value);
    }

    private void take(byte @Nullable [] key, int partition, long offset, long timestamp, @Nullable String value) {
        topic.take(new ConsumerRecord<>(
                "t",
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value == null ? null : value.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty()));
    }

    private void entry(int partition, long offset, String key, String value) {
        put(Entry.of(stored(key), stored(value), source(partition), offset, 0));
    }

    private void rejected(int partition, long offset, String key) {
        Rejection rejection = new Rejection(
                RejectionReason.UNDECODABLE_VALUE,
                "",
                new RecordOffset("t", "id", partition, offset),
                Instant.EPOCH,
                1,
                1);
        put(Entry.rejected(stored(key), rejection, source(partition), offset, 0));
    }

    private void put(Entry<Stored, Stored> entry) {
        cache.put(entry.key(), entry);
    }

    private static Source source(int partition) {
        return new Source("t", "id", partition);
    }

    private static Stored stored(String text) {
        return new Stored(text.getBytes(UTF_8));
    }
}
