package io.kafkacache.internal.replay;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** A set of offsets of each partition: a bit for each, in chunks that are made as needed. Used by the reader's thread. */
public final class SeenOffsets {
    private static final int CHUNK_BITS = 16;
    private static final int IN_CHUNK = (1 << CHUNK_BITS) - 1;

    private final Map<Integer, Map<Long, BitSet>> byPartition = new HashMap<>();

    public void add(int partition, long offset) {
        byPartition
                .computeIfAbsent(partition, p -> new HashMap<>())
                .computeIfAbsent(offset >> CHUNK_BITS, chunk -> new BitSet())
                .set((int) offset & IN_CHUNK);
    }

    public boolean contains(int partition, long offset) {
        BitSet chunk = byPartition.getOrDefault(partition, Map.of()).get(offset >> CHUNK_BITS);
        return chunk != null && chunk.get((int) offset & IN_CHUNK);
    }
}
