package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the writer's activity lives through: users' code that breaks, and a topic that changes while there is always more to send. */
class WriterLifeTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private static String text(byte[] key) {
        return new String(key, UTF_8);
    }

    @Test
    void anErrorOfThePartitionerFailsThatWriteAlone() {
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).partitioner((key, partitions) -> {
                    if (text(key).equals("bad")) {
                        throw new StackOverflowError();
                    }
                    return 0;
                }));

        CompletableFuture<RecordOffset> bad = users.put("bad", "Bad");
        CompletableFuture<RecordOffset> good = users.put("ann", "Ann");

        assertThat(topic.failure(bad)).isInstanceOf(KafkaCacheException.class).hasRootCauseInstanceOf(Error.class);
        assertThat(topic.log.await(good, TestTopic.PATIENCE)).isTrue();
        assertThat(good.join().offset()).isZero();
    }

    @Test
    void aBusyWriterNoticesThatTheTopicIsGone() {
        KafkaCache<String, String> users =
                topic.openReady(b -> b.readOnly(false).partitioner((key, partitions) -> {
                    if (text(key).equals("first")) {
                        topic.log.deleteTopic();
                        topic.log.advance(Duration.ofSeconds(10));
                    }
                    return 0;
                }));

        var unused = users.put("first", "1");
        CompletableFuture<RecordOffset> second = users.put("second", "2");

        assertThat(topic.failure(second)).hasMessageContaining("does not exist");
        assertThat(topic.log.usage().sends()).isLessThanOrEqualTo(1);
    }

    @Test
    void aBusyWriterNoticesThatTheTopicWasMadeAgain() {
        String former = topic.log.topicId();
        TopicWriter<String, String> writer = topic.closing(topic.builder()
                .partitioner((key, partitions) -> {
                    if (text(key).equals("first")) {
                        topic.log.recreateTopic(1);
                        topic.log.advance(Duration.ofSeconds(10));
                    }
                    return 0;
                })
                .openWriter());

        var unused = writer.put("first", "1");
        CompletableFuture<RecordOffset> second = writer.put("second", "2");

        assertThat(topic.log.await(second, TestTopic.PATIENCE)).isTrue();
        assertThat(second.join().topicId()).isEqualTo(topic.log.topicId()).isNotEqualTo(former);
    }

    /** Kafka would take it for a tombstone, and the key would be deleted instead of written. */
    @Test
    void aValueThatItsCodecEncodesToNothingIsNotSent() {
        Codec<String> broken = new Codec<>() {
            @Override
            public String decode(RecordContext context, ByteBuffer bytes) {
                return UTF_8.decode(bytes).toString();
            }

            @Override
            @SuppressWarnings("NullAway") // what a codec must not do
            public byte[] encode(RecordContext context, String object) {
                return null;
            }
        };
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.closing(KafkaCache.builder("users", Codecs.utf8(), broken)
                .log(topic.log)
                .readOnly(false)
                .open());
        users.awaitReady(TestTopic.PATIENCE);

        Throwable failure = topic.failure(users.put("ann", "Anne"));

        assertThat(failure).isInstanceOf(KafkaCacheException.class).hasMessageContaining("codec");
        users.sync().join();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    @Test
    @SuppressWarnings("NullAway") // what is not allowed
    void putAllWithANullSendsNothing() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        Map<String, String> values = new LinkedHashMap<>();
        values.put("ann", "Ann");
        values.put("bob", null);

        assertThatThrownBy(() -> users.putAll(values)).isInstanceOf(NullPointerException.class);
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(topic.log.usage().sends()).isZero();
    }
}
