package io.kafkacache.internal.replay;

import io.kafkacache.Entry;
import java.nio.ByteBuffer;

/** The hash that fingerprints add up: of a key's bytes and its record's place, the same in every process. */
public final class KeySum {
    private static final long MULTIPLIER = 0x9e3779b97f4a7c15L; // 2⁶⁴ divided by the golden ratio

    private KeySum() {}

    /**
     * What an entry adds; nothing where it was kept in spite of a newer record, which other replicas need not have. Reads its key's bytes from their
     * position to their limit, big-endian, and moves nothing.
     */
    public static long of(Entry<?, ?> entry, ByteBuffer key) {
        return leavesOut(entry) ? 0 : of(key, entry.source().partition(), entry.offsetInPartition());
    }

    /** Whether an entry adds nothing. */
    public static boolean leavesOut(Entry<?, ?> entry) {
        return entry.outdatedBy() != null;
    }

    private static long of(ByteBuffer key, int partition, long offset) {
        ByteBuffer bytes = key.duplicate(); // big-endian, whatever the other's order is
        long hash = mixed(mixed(offset, partition), bytes.remaining());
        while (bytes.remaining() >= Long.BYTES) {
            hash = mixed(hash, bytes.getLong());
        }
        long rest = 0;
        while (bytes.hasRemaining()) {
            rest = rest << 8 | (bytes.get() & 0xff);
        }
        return mixed(hash, rest);
    }

    /** The finalizer of SplitMix64, as in {@link java.util.SplittableRandom}. */
    private static long mixed(long hash, long more) {
        long h = (hash ^ more) + MULTIPLIER;
        h = (h ^ (h >>> 30)) * 0xbf58476d1ce4e5b9L;
        h = (h ^ (h >>> 27)) * 0x94d049bb133111ebL;
        return h ^ (h >>> 31);
    }
}
