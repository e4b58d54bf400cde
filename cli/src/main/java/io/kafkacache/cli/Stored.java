package io.kafkacache.cli;

import java.util.Arrays;

/** A key or value as its bytes stand in the topic, known to be what its codec reads. Immutable: nobody writes to the array. */
final class Stored {
    private final byte[] bytes;

    Stored(byte[] bytes) {
        this.bytes = bytes;
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Stored that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
