package io.kafkacache.scripted;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind the views of one poll, overwritten at the next: whoever keeps a view finds out in a test. The views have no array that
 * begins where they do, for Kafka's need not have one either. Used by the reader's thread.
 */
final class Scratch {
    private static final byte WORTHLESS = (byte) 0xEE;

    private final List<byte[]> full = new ArrayList<>();
    private byte[] memory = new byte[256];
    private int used = 1;

    void invalidate() {
        full.forEach(one -> Arrays.fill(one, WORTHLESS));
        full.clear();
        Arrays.fill(memory, 0, used, WORTHLESS);
        used = 1;
    }

    /** A view of a copy; null for null. */
    @Nullable
    ByteBuffer view(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        if (memory.length - used < bytes.length) {
            full.add(memory);
            memory = new byte[Math.max(bytes.length + 1, memory.length * 2)];
            used = 1;
        }
        System.arraycopy(bytes, 0, memory, used, bytes.length);
        ByteBuffer view = ByteBuffer.wrap(memory, used, bytes.length).slice();
        used += bytes.length;
        return view;
    }
}
