package io.kafkacache.examples.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.RecordOffset;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.testing.KafkaBroker;
import io.kafkacache.testing.LeakCheck;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format, with the id of its schema in either place, on a real broker: written, read live, and read in replay. */
@ExtendWith(LeakCheck.class)
class RegistryOnKafkaTest {
    @RegisterExtension
    static final KafkaBroker KAFKA = KafkaBroker.shared();

    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long FIRST_ID = 17;

    private final FakeRegistry registry = new FakeRegistry();

    static Stream<Arguments> formats() {
        return Format.all().stream()
                .flatMap(format -> Stream.of(true, false).map(idInHeaders -> Arguments.of(format, idInHeaders)));
    }

    @ParameterizedTest
    @MethodSource("formats")
    void whatIsWrittenIsReadLiveAndInReplay(Format<?> format, boolean idInHeaders) {
        writtenAndRead(format, idInHeaders);
    }

    private <V> void writtenAndRead(Format<V> format, boolean idInHeaders) {
        String topic = KAFKA.createTopic("users", 1);
        try (KafkaCache<String, V> writing = open(topic, format.codec(registry, idInHeaders), false);
                KafkaCache<String, V> reading = open(topic, format.codec(registry, idInHeaders), true)) {
            writing.awaitReady(PATIENCE);
            reading.awaitReady(PATIENCE);
            RecordOffset written = writing.put("ann", format.value()).join();
            writing.await(written).join();
            reading.await(written).join();

            assertThat(writing.get("ann")).isEqualTo(format.value());
            assertThat(reading.get("ann")).isEqualTo(format.value());
        }
        try (KafkaCache<String, V> replaying = open(topic, format.codec(registry, idInHeaders), true)) {
            replaying.awaitReady(PATIENCE);

            assertThat(replaying.get("ann")).isEqualTo(format.value());
            assertThat(replaying.status().rejections().values()).containsOnly(0L);
        }
        assertThat(registry.registered()).isEqualTo(1);
        assertThat(idIn(onlyRecordOf(topic), idInHeaders)).isEqualTo(FIRST_ID);
    }

    private static <V> KafkaCache<String, V> open(String topic, Codec<V> codec, boolean readOnly) {
        return KafkaCache.builder(topic, Codecs.utf8(), codec)
                .bootstrapServers(KAFKA.bootstrapServers())
                .readOnly(readOnly)
                .onRejected(OnRejected.REMOVE)
                .open();
    }

    /** As Apicurio writes them: 8 bytes in a header, or 4 behind a byte 0 in front of the value. */
    private static long idIn(ConsumerRecord<byte[], byte[]> record, boolean idInHeaders) {
        Header header = record.headers().lastHeader("apicurio.value.contentId");
        if (idInHeaders) {
            return ByteBuffer.wrap(header.value()).getLong();
        }
        assertThat(header).isNull();
        assertThat(record.value()).startsWith(0);
        return ByteBuffer.wrap(record.value()).getInt(1);
    }

    private static ConsumerRecord<byte[], byte[]> onlyRecordOf(String topic) {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", KAFKA.bootstrapServers()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            List<ConsumerRecord<byte[], byte[]>> records =
                    consumer.poll(PATIENCE).records(partition);
            assertThat(records).hasSize(1);
            return records.get(0);
        }
    }
}
