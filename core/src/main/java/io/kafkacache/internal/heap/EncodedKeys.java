package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Interpreter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Finds keys by their encoded bytes, which each cell keeps beside its content.
 *
 * @param <K> the key
 */
final class EncodedKeys<K> extends Keys<K> {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L;

    private final Interpreter<K, ?> interpreter;
    private final long seed;

    EncodedKeys(Interpreter<K, ?> interpreter, long seed) {
        this.interpreter = interpreter;
        this.seed = seed;
    }

    @Override
    Object probe(K key) {
        return ByteBuffer.wrap(interpreter.encodeKey(key));
    }

    @Override
    Object probe(Change<K, ?> change) {
        return change.keyBytes();
    }

    @Override
    int hash(Object probe) {
        ByteBuffer bytes = (ByteBuffer) probe;
        boolean reversed = bytes.order() == ByteOrder.LITTLE_ENDIAN;
        int end = bytes.limit();
        int at = bytes.position();
        long h = mixed(seed, end - at);
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            long eight = bytes.getLong(at);
            h = mixed(h, reversed ? Long.reverseBytes(eight) : eight);
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << 8 | (bytes.get(at) & 0xff);
        }
        h = mixed(h, rest);
        return (int) (h ^ (h >>> 32));
    }

    private static long mixed(long hash, long more) {
        long h = (hash ^ more) * MULTIPLIER;
        h = (h ^ (h >>> 32)) * MULTIPLIER;
        return h ^ (h >>> 29);
    }

    @Override
    boolean matches(Object cell, Object probe) {
        byte[] key = ((Keyed) cell).key;
        ByteBuffer bytes = (ByteBuffer) probe;
        if (bytes.hasArray()) {
            int from = bytes.arrayOffset() + bytes.position();
            return Arrays.equals(key, 0, key.length, bytes.array(), from, from + bytes.remaining());
        }
        return bytes.equals(ByteBuffer.wrap(key));
    }

    @Override
    Object newCell(Object probe, Object content) {
        ByteBuffer bytes = (ByteBuffer) probe;
        byte[] key = new byte[bytes.remaining()];
        bytes.get(bytes.position(), key);
        return new Keyed(key, content);
    }

    @Override
    Object nextCell(Object cell, Object content) {
        return new Keyed(((Keyed) cell).key, content);
    }

    @Override
    Object content(Object cell) {
        return ((Keyed) cell).content;
    }

    @Override
    byte[] bytes(Object cell) {
        return ((Keyed) cell).key;
    }

    private static final class Keyed {
        final byte[] key;
        final Object content;

        Keyed(byte[] key, Object content) {
            this.key = key;
            this.content = content;
        }
    }
}
