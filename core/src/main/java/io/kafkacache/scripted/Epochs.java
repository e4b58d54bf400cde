package io.kafkacache.scripted;

import java.util.Arrays;

/** Under which leader epoch each offset of a partition was written, as the brokers' epoch cache has it. Guarded by the topic's lock. */
final class Epochs {
    /** What is answered for an epoch the log does not know. */
    static final long UNKNOWN = -1;

    private int[] epochs = {0};
    private long[] starts = {0};
    private int size = 1;

    int latest() {
        return epochs[size - 1];
    }

    /** A leader of a new epoch writes from here on; epochs that would begin here or behind are gone. */
    void begin(long offset) {
        int epoch = latest() + 1;
        while (size > 0 && starts[size - 1] >= offset) {
            size--;
        }
        if (size == epochs.length) {
            epochs = Arrays.copyOf(epochs, size * 2);
            starts = Arrays.copyOf(starts, size * 2);
        }
        epochs[size] = epoch;
        starts[size] = offset;
        size++;
    }

    /** The epoch an offset was written under. */
    int at(long offset) {
        int index = size - 1;
        while (index > 0 && starts[index] > offset) {
            index--;
        }
        return epochs[index];
    }

    /** Where an epoch, or the last one before it, ended: what {@code OffsetsForLeaderEpoch} answers. */
    long endOf(int epoch, long logEnd) {
        if (epoch > latest()) {
            return UNKNOWN;
        }
        for (int index = 0; index < size; index++) {
            if (epochs[index] > epoch) {
                return starts[index];
            }
        }
        return logEnd;
    }
}
