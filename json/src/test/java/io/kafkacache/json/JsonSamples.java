package io.kafkacache.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Documents in and out for tests. */
final class JsonSamples {
    private static final RecordContext CONTEXT =
            new RecordContext("users", RecordContext.Role.VALUE, new RecordHeaders());

    private JsonSamples() {}

    static <T> T read(Codec<T> codec, String json) {
        return read(codec, json.getBytes(UTF_8));
    }

    static <T> T read(Codec<T> codec, byte[] bytes) {
        return read(codec, ByteBuffer.wrap(bytes));
    }

    static <T> T read(Codec<T> codec, ByteBuffer bytes) {
        return codec.decode(CONTEXT, bytes);
    }

    static <T> String write(Codec<T> codec, T object) {
        return new String(bytes(codec, object), UTF_8);
    }

    static <T> byte[] bytes(Codec<T> codec, T object) {
        return codec.encode(CONTEXT, object);
    }
}
