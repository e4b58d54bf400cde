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
        long high = readGroup(bytes, from) << 48
                | readGroup(bytes, from + 4) << 32
                | readGroup(bytes, from + 9) << 16
                | readGroup(bytes, from + 14);
        long low = readGroup(bytes, from + 19) << 48
                | readGroup(bytes, from + 24) << 32
                | readGroup(bytes, from + 28) << 16
                | readGroup(bytes, from + 32);
        return new UUID(high, low);
    }

    @Override
    public byte[] encode(RecordContext context, UUID uuid) {
        byte[] bytes = new byte[LENGTH];
        long high = uuid.getMostSignificantBits();
        long low = uuid.getLeastSignificantBits();
        bytes[8] = '-';
        bytes[13] = '-';
        bytes[18] = '-';
        bytes[23] = '-';
        writeGroup(bytes, 0, (int) (high >>> 48));
        writeGroup(bytes, 4, (int) (high >>> 32));
        writeGroup(bytes, 9, (int) (high >>> 16));
        writeGroup(bytes, 14, (int) high);
        writeGroup(bytes, 19, (int) (low >>> 48));
        writeGroup(bytes, 24, (int) (low >>> 32));
        writeGroup(bytes, 28, (int) (low >>> 16));
        writeGroup(bytes, 32, (int) low);
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

    private static long readGroup(ByteBuffer bytes, int from) {
        int value = NIBBLES[bytes.get(from) & 0xFF] << 12
                | NIBBLES[bytes.get(from + 1) & 0xFF] << 8
                | NIBBLES[bytes.get(from + 2) & 0xFF] << 4
                | NIBBLES[bytes.get(from + 3) & 0xFF];
        if (value < 0) {
            throw new CodecException("36 characters are not a UUID of lower-case hexadecimal digits");
        }
        return value;
    }

    private static void writeGroup(byte[] bytes, int from, int value) {
        bytes[from] = DIGITS[value >>> 12 & 0xF];
        bytes[from + 1] = DIGITS[value >>> 8 & 0xF];
        bytes[from + 2] = DIGITS[value >>> 4 & 0xF];
        bytes[from + 3] = DIGITS[value & 0xF];
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
