package io.kafkacache.internal.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The keys of one node, distinct and in order: unsigned, lexicographic. Changed by the tree's writer only, and only while the node's edition is
 * not published.
 *
 * <p>Keys of one cache tend to begin alike ({@code user-…}), more so within one node. So the node knows how many first bytes all its keys
 * <em>share</em>, and keeps of each key the eight bytes behind them, its <em>window</em>, as one number. A search compares numbers that lie
 * side by side, and follows a reference only where two windows are equal. A window that reaches beyond its key is filled up with zeros, which
 * keeps the order: where a zero makes two windows equal, the keys themselves are compared.
 */
final class SortedKeys {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private final byte[][] keys;
    private final long[] windows;
    private int count;
    private int shared;

    SortedKeys(int capacity) {
        keys = new byte[capacity][];
        windows = new long[capacity];
    }

    /** A copy of the keys from {@code from} to {@code to}, which it looks at anew for what they share. */
    SortedKeys slice(int from, int to) {
        SortedKeys slice = new SortedKeys(keys.length);
        System.arraycopy(keys, from, slice.keys, 0, to - from);
        slice.count = to - from;
        slice.lookAnew();
        return slice;
    }

    SortedKeys copy() {
        SortedKeys copy = new SortedKeys(keys.length);
        System.arraycopy(keys, 0, copy.keys, 0, count);
        System.arraycopy(windows, 0, copy.windows, 0, count);
        copy.count = count;
        copy.shared = shared;
        return copy;
    }

    /** Adds a key behind all others; {@link #lookAnew} must follow before anything is looked up. */
    void append(byte[] key) {
        keys[count++] = key;
    }

    /** Finds out what the keys share. */
    void lookAnew() {
        shared = count == 0 ? 0 : common(keys[0], keys[count - 1]);
        takeWindows();
    }

    private void takeWindows() {
        for (int i = 0; i < count; i++) {
            windows[i] = window(keys[i], shared);
        }
    }

    int count() {
        return count;
    }

    int capacity() {
        return keys.length;
    }

    byte[] key(int index) {
        return keys[index];
    }

    /** The index of a key, or the complement of the index where it is to be inserted. */
    int find(byte[] key) {
        if (count == 0) {
            return ~0;
        }
        if (shared > 0) {
            int differs = Arrays.mismatch(keys[0], 0, shared, key, 0, Math.min(shared, key.length));
            if (differs >= 0) {
                boolean before = differs == key.length || Byte.compareUnsigned(key[differs], keys[0][differs]) < 0;
                return before ? ~0 : ~count;
            }
        }
        return find(key, window(key, shared));
    }

    private int find(byte[] key, long window) {
        int low = 0;
        int high = count - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            long found = windows[middle];
            int order = found == window ? compareBehindShared(keys[middle], key) : found < window ? -1 : 1;
            if (order == 0) {
                return middle;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return ~low;
    }

    private int compareBehindShared(byte[] mine, byte[] other) {
        return Arrays.compareUnsigned(mine, shared, mine.length, other, shared, other.length);
    }

    /** The index of the first key that is not below this one; the count where there is none. */
    int ceiling(byte[] key) {
        int found = find(key);
        return found >= 0 ? found : ~found;
    }

    void insert(int index, byte[] key) {
        System.arraycopy(keys, index, keys, index + 1, count - index);
        System.arraycopy(windows, index, windows, index + 1, count - index);
        keys[index] = key;
        count++;
        int still = count == 1 ? key.length : Math.min(shared, common(key, keys[index == 0 ? 1 : 0]));
        if (still == shared) {
            windows[index] = window(key, shared);
        } else {
            shared = still;
            takeWindows();
        }
    }

    @SuppressWarnings("NullAway") // what lies behind the count is nothing
    void remove(int index) {
        count--;
        System.arraycopy(keys, index + 1, keys, index, count - index);
        System.arraycopy(windows, index + 1, windows, index, count - index);
        keys[count] = null;
    }

    private static int common(byte[] one, byte[] other) {
        int differs = Arrays.mismatch(one, other);
        return differs < 0 ? one.length : differs;
    }

    /** Eight bytes as a number whose signed order is their unsigned one. */
    private static long window(byte[] key, int from) {
        if (key.length - from >= Long.BYTES) {
            return (long) LONGS.get(key, from) ^ Long.MIN_VALUE;
        }
        long window = 0;
        for (int i = from; i < from + Long.BYTES; i++) {
            window = window << 8 | (i < key.length ? key[i] & 0xff : 0);
        }
        return window ^ Long.MIN_VALUE;
    }
}
