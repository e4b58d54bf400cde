package io.kafkacache.e2e;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds a reader back at the record of one key. Safe for any thread. */
final class Gate implements AutoCloseable {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch opened = new CountDownLatch(1);

    /** Returns when the reader stands before the gate. */
    void awaitReached() {
        await(reached);
    }

    /** Lets the reader go on, now and whenever it comes by again. */
    @Override
    public void close() {
        opened.countDown();
    }

    private void pass() {
        reached.countDown();
        await(opened);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(Until.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("nobody came to the gate, or opened it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Keys in UTF-8, some of which are gates. Keys are decoded by the reader as records come, in replay and live. */
    static final class Keys implements Codec<String> {
        private static final Codec<String> UTF8 = Codecs.utf8();

        private final Map<String, Gate> gates = new ConcurrentHashMap<>();

        Gate gate(String key) {
            return gates.computeIfAbsent(key, k -> new Gate());
        }

        @Override
        public String decode(RecordContext context, ByteBuffer bytes) {
            String key = UTF8.decode(context, bytes);
            Gate gate = gates.get(key);
            if (gate != null) {
                gate.pass();
            }
            return key;
        }

        @Override
        public byte[] encode(RecordContext context, String key) {
            return UTF8.encode(context, key);
        }
    }
}
