package io.kafkacache.codec;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.UUID;

/**
 * A UUID as 36 lower-case characters, as Kafka's UUIDSerializer writes it. Its deserializer also takes upper case and short groups; here they
 * are refused, for one UUID must have one encoding. Written by hand because keys come by the million: no text is made on the way.
 */
final class UuidCodec implements Codec<UUID> {
    static final UuidCodec INSTANCE = new UuidCodec();

    private static final int LENGTH = 36;
    private static final byte[] DIGITS = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'
    };
    private static final byte[] NIBBLES = nibbles();

    private UuidCodec() {}

    @Override
    public UUID decode(RecordContext context, ByteBuffer bytes) {
        int from = start(bytes);
        long high = group(bytes, from) << 48
                | group(bytes, from + 4) << 32
                | group(bytes, from + 9) << 16
                | group(bytes, from + 14);
        long low = group(bytes, from + 19) << 48
                | group(bytes, from + 24) << 32
                | group(bytes, from + 28) << 16
                | group(bytes, from + 32);
        return new UUID(high, low);
    }

    @Override
    public byte[] encode(RecordContext context, UUID uuid) {
        byte[] bytes = new byte[LENGTH];
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        write(bytes, 0, high >>> 32, 8);
        bytes[8] = '-';
        write(bytes, 9, high >>> 16, 4);
        bytes[13] = '-';
        write(bytes, 14, high, 4);
        bytes[18] = '-';
        write(bytes, 19, low >>> 48, 4);
        bytes[23] = '-';
        write(bytes, 24, low, 12);
        return bytes;
    }

    @Override
    public boolean equalsIsByteEquality() {
        return true;
    }

    private static int start(ByteBuffer bytes) {
        int from = bytes.position();
        if (bytes.remaining() != LENGTH) {
            throw new CodecException("a UUID has 36 characters, not %d".formatted(bytes.remaining()));
        }
        if (bytes.get(from + 8) != '-'
                || bytes.get(from + 13) != '-'
                || bytes.get(from + 18) != '-'
                || bytes.get(from + 23) != '-') {
            throw new CodecException("36 characters are not a UUID: the hyphens stand elsewhere");
        }
        return from;
    }

    private static long group(ByteBuffer bytes, int from) {
        int value = NIBBLES[bytes.get(from) & 0xFF] << 12
                | NIBBLES[bytes.get(from + 1) & 0xFF] << 8
                | NIBBLES[bytes.get(from + 2) & 0xFF] << 4
                | NIBBLES[bytes.get(from + 3) & 0xFF];
        if (value < 0) {
            throw new CodecException("36 characters are not a UUID of lower-case hexadecimal digits");
        }
        return value;
    }

    private static void write(byte[] bytes, int from, long value, int digits) {
        for (int i = from + digits - 1; i >= from; i--) {
            bytes[i] = DIGITS[(int) value & 0xF];
            value >>>= 4;
        }
    }

    private static byte[] nibbles() {
        byte[] nibbles = new byte[256];
        Arrays.fill(nibbles, (byte) -1);
        for (byte value = 0; value < DIGITS.length; value++) {
            nibbles[DIGITS[value]] = value;
        }
        return nibbles;
    }
}
