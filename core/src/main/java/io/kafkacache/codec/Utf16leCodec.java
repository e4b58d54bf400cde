package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Strict UTF-16, little endian. Not by the JDK's charset: that one decodes no U+FFFE, which it encodes, so that what it writes cannot always
 * be read.
 */
final class Utf16leCodec implements Codec<String> {
    static final Utf16leCodec INSTANCE = new Utf16leCodec();

    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final char OTHER_BYTE_ORDER = '\uFFFE';

    private Utf16leCodec() {}

    @Override
    public String decode(RecordContext context, ByteBuffer bytes) {
        if (bytes.remaining() % 2 != 0) {
            throw new CodecException("%d bytes are not UTF-16: the number is odd".formatted(bytes.remaining()));
        }
        String text =
                bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().toString();
        check(text);
        return text;
    }

    @Override
    public byte[] encode(RecordContext context, String text) {
        check(text);
        ByteBuffer bytes =
                ByteBuffer.allocate(Math.multiplyExact(text.length(), 2)).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asCharBuffer().put(text);
        return bytes.array();
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }

    private static void check(String text) {
        if (Text.startsWith(text, BYTE_ORDER_MARK) || Text.startsWith(text, OTHER_BYTE_ORDER)) {
            throw new CodecException(
                    "text begins with a byte order mark; utf16le is always little endian, without a mark");
        }
        Text.requirePairedSurrogates(text);
    }
}
