package io.kafkacache.codec;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Contexts and buffers of every kind for tests of codecs. */
final class CodecSamples {
    private CodecSamples() {}

    static RecordContext context() {
        return new RecordContext("users", RecordContext.Role.VALUE, new RecordHeaders());
    }

    static <T> byte[] encode(Codec<T> codec, T object) {
        return codec.encode(context(), object);
    }

    static <T> T decode(Codec<T> codec, byte[] bytes) {
        return codec.decode(context(), ByteBuffer.wrap(bytes));
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    static byte[] latin1(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** The same bytes on the heap, within a larger array, read-only, direct, and as a slice. */
    static List<ByteBuffer> buffers(byte[] bytes) {
        ByteBuffer within = ByteBuffer.allocate(bytes.length + 12);
        within.position(7).put(bytes).limit(within.position()).position(7);
        ByteBuffer direct = ByteBuffer.allocateDirect(bytes.length + 5);
        direct.position(3).put(bytes).limit(direct.position()).position(3);
        return List.of(
                ByteBuffer.wrap(bytes),
                within,
                within.slice(),
                ByteBuffer.wrap(bytes).asReadOnlyBuffer(),
                direct);
    }
}
