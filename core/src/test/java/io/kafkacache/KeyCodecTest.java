package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Key codecs of users that do what they may do, and what they must not. */
class KeyCodecTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> openReady(Codec<String> keys) {
        KafkaCache<String, String> users = topic.closing(KafkaCache.builder("users", keys, Codecs.utf8())
                .log(topic.log)
                .readOnly(false)
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        return users;
    }

    /** As serializers do that tell the type of what they wrote. */
    @Test
    void aKeyCodecMayAddHeaders() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = openReady(new Codec<>() {
            @Override
            public String decode(RecordContext context, ByteBuffer bytes) {
                return UTF_8.decode(bytes).toString();
            }

            @Override
            public byte[] encode(RecordContext context, String object) {
                context.headers().add("type", new byte[] {1});
                return object.getBytes(UTF_8);
            }
        });

        users.put("bob", "Bob").thenCompose(users::await).join();

        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.status().lastRejections()).isEmpty();
    }

    @Test
    void aKeyThatDecodesToNullIsUndecodable() {
        topic.log.append(0, "", "Nobody");
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = openReady(new Codec<>() {
            @Override
            @SuppressWarnings("NullAway") // what a codec must not do
            public String decode(RecordContext context, ByteBuffer bytes) {
                return bytes.hasRemaining() ? UTF_8.decode(bytes).toString() : null;
            }

            @Override
            public byte[] encode(RecordContext context, String object) {
                return object.getBytes(UTF_8);
            }

            @Override
            public boolean equalsIsByteEquality() {
                return true;
            }
        });

        assertThat(users.size()).isEqualTo(1);
        assertThat(users.status().rejections()).containsEntry(RejectionReason.UNDECODABLE_KEY, 1L);
    }
}
