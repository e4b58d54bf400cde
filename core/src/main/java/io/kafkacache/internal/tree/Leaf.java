package io.kafkacache.internal.tree;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Keys and what stands for each. Editions share the keys until they differ in them, as most only replace contents. */
final class Leaf extends Node {
    private SortedKeys keys;
    private final @Nullable Object[] contents;
    private boolean ownKeys;

    private Leaf(long edition, SortedKeys keys, boolean ownKeys) {
        super(edition);
        this.keys = keys;
        this.ownKeys = ownKeys;
        this.contents = new Object[keys.capacity()];
    }

    static Leaf empty(long edition) {
        return new Leaf(edition, new SortedKeys(LEAF_CAPACITY), true);
    }

    /** Some of what is in order already. */
    static Leaf of(long edition, byte[][] sorted, Object[] contents, int from, int to) {
        Leaf leaf = empty(edition);
        for (int i = from; i < to; i++) {
            leaf.keys.append(sorted[i]);
        }
        leaf.keys.lookAnew();
        System.arraycopy(contents, from, leaf.contents, 0, to - from);
        return leaf;
    }

    @Override
    int count() {
        return keys.count();
    }

    @Override
    int capacity() {
        return keys.capacity();
    }

    SortedKeys keys() {
        return keys;
    }

    @SuppressWarnings("NullAway") // asked only below the count
    Object content(int index) {
        return contents[index];
    }

    @Override
    Leaf writable(long now) {
        if (edition == now) {
            return this;
        }
        Leaf copy = new Leaf(now, keys, false);
        System.arraycopy(contents, 0, copy.contents, 0, keys.count());
        return copy;
    }

    void set(int index, Object content) {
        contents[index] = content;
    }

    void insert(int index, byte[] key, Object content) {
        System.arraycopy(contents, index, contents, index + 1, keys.count() - index);
        contents[index] = content;
        ownKeys().insert(index, key);
    }

    void remove(int index) {
        SortedKeys own = ownKeys();
        own.remove(index);
        System.arraycopy(contents, index + 1, contents, index, own.count() - index);
        contents[own.count()] = null;
    }

    private SortedKeys ownKeys() {
        if (!ownKeys) {
            keys = keys.copy();
            ownKeys = true;
        }
        return keys;
    }

    /** Keeps what is before {@code index}; the rest makes a leaf to its right. */
    Leaf split(int index) {
        int count = keys.count();
        Leaf right = new Leaf(edition, keys.slice(index, count), true);
        System.arraycopy(contents, index, right.contents, 0, count - index);
        keys = keys.slice(0, index);
        ownKeys = true;
        Arrays.fill(contents, index, count, null);
        return right;
    }

    @Override
    void append(Node right, byte[] separator) {
        Leaf other = (Leaf) right;
        int before = keys.count();
        SortedKeys own = ownKeys();
        for (int i = 0; i < other.count(); i++) {
            own.append(other.keys.key(i));
        }
        own.lookAnew();
        System.arraycopy(other.contents, 0, contents, before, other.count());
    }
}
