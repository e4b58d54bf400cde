package io.kafkacache.codec;

import static io.kafkacache.codec.CodecSamples.context;
import static io.kafkacache.codec.CodecSamples.decode;
import static io.kafkacache.codec.CodecSamples.encode;
import static io.kafkacache.codec.CodecSamples.latin1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.serialization.UUIDDeserializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.junit.jupiter.api.Test;

class SerdeCodecTest {
    private static final Serializer<String> STRINGS = (topic, text) -> text.getBytes(UTF_8);

    @Test
    void readsAndWritesAsTheSerdeDoes() {
        Codec<Integer> codec = Codecs.of(Serdes.Integer());

        assertThat(encode(codec, 0x01020304)).containsExactly(1, 2, 3, 4);
        for (ByteBuffer buffer : CodecSamples.buffers(new byte[] {1, 2, 3, 4})) {
            assertThat(codec.decode(context(), buffer)).isEqualTo(0x01020304);
        }
    }

    @Test
    void takesASerializerAndADeserializer() {
        Codec<UUID> codec = Codecs.of(new UUIDSerializer(), new UUIDDeserializer());
        UUID id = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");

        assertThat(decode(codec, encode(codec, id))).isEqualTo(id);
    }

    @Test
    void headersAndTopicAreHandedThroughBothWays() {
        Codec<String> codec = Codecs.of(new HeaderSerializer(), new HeaderDeserializer());
        RecordContext context = context();

        byte[] bytes = codec.encode(context, "text");

        assertThat(context.headers().lastHeader("kind").value()).isEqualTo(latin1("users"));
        assertThat(codec.decode(context, ByteBuffer.wrap(bytes))).isEqualTo("users:text");
    }

    @Test
    void needsHeadersUnlessToldOtherwise() {
        assertThat(Codecs.of(Serdes.String()).needsHeaders()).isTrue();
        assertThat(Codecs.of(Serdes.String(), false).needsHeaders()).isFalse();
        assertThat(Codecs.of(STRINGS, new HeaderDeserializer(), false).needsHeaders())
                .isFalse();
        assertThat(Codecs.gzip(Codecs.of(Serdes.String())).needsHeaders()).isTrue();
        assertThat(Codecs.of(Serdes.String()).equalsIsByteEquality()).isFalse();
    }

    @Test
    void messagesNameTypesAndNotTheValue() {
        Codec<UUID> codec = Codecs.of(Serdes.UUID());

        assertThatThrownBy(() -> decode(codec, latin1("a-secret")))
                .isInstanceOf(CodecException.class)
                .hasMessage("org.apache.kafka.common.serialization.UUIDDeserializer failed: SerializationException,"
                        + " caused by IllegalArgumentException")
                .hasNoCause()
                .satisfies(e -> assertThat(e.getStackTrace()[0].getClassName()).contains("UUIDDeserializer"));
    }

    @Test
    void nullFromASerializerIsRefused() {
        Codec<Void> codec = Codecs.of(Serdes.Void());
        Deserializer<String> gone = (topic, bytes) -> null;

        assertThatThrownBy(() -> decode(Codecs.of(STRINGS, gone), latin1("x")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("gave null, which only stands for a delete");
        assertThatThrownBy(() -> decode(codec, new byte[0])).isInstanceOf(CodecException.class);
    }

    @Test
    void arraysAreNotSharedWithTheSerializer() {
        byte[] given = {1, 2, 3};
        Codec<byte[]> arrays = Codecs.of(Serdes.ByteArray());
        Codec<ByteBuffer> buffers = Codecs.of(Serdes.ByteBuffer());

        assertThat(encode(arrays, given)).isEqualTo(given).isNotSameAs(given);
        assertThat(decode(arrays, given)).isEqualTo(given).isNotSameAs(given);
        ByteBuffer kept = decode(buffers, given);
        given[0] = 9;
        assertThat(kept).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
    }

    @Test
    void oneThreadAtATimeCallsADeserializer() throws InterruptedException {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Codec<String> codec = Codecs.of(STRINGS, (topic, bytes) -> {
            most.accumulateAndGet(inside.incrementAndGet(), Math::max);
            Thread.onSpinWait();
            inside.decrementAndGet();
            return new String(bytes, UTF_8);
        });
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = IntStream.range(0, 4)
                .mapToObj(i -> new Thread(() -> {
                    await(start);
                    IntStream.range(0, 1000).forEach(n -> decode(codec, latin1("x")));
                }))
                .toList();

        threads.forEach(Thread::start);
        start.countDown();
        for (Thread thread : threads) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        }

        assertThat(threads).noneMatch(Thread::isAlive);
        assertThat(most).hasValue(1);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class HeaderSerializer implements Serializer<String> {
        @Override
        public byte[] serialize(String topic, String text) {
            throw new AssertionError("called without headers");
        }

        @Override
        public byte[] serialize(String topic, Headers headers, String text) {
            headers.add("kind", topic.getBytes(UTF_8));
            return text.getBytes(UTF_8);
        }
    }

    private static final class HeaderDeserializer implements Deserializer<String> {
        @Override
        public String deserialize(String topic, byte[] bytes) {
            throw new AssertionError("called without headers");
        }

        @Override
        public String deserialize(String topic, Headers headers, byte[] bytes) {
            return new String(headers.lastHeader("kind").value(), UTF_8) + ":" + new String(bytes, UTF_8);
        }
    }
}
