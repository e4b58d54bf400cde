package io.kafkacache.internal.tree;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Nodes side by side: what is not below the separator {@code i} stands in child {@code i + 1} or beyond, what is below it before. */
final class Branch extends Node {
    private SortedKeys separators;
    private final @Nullable Node[] children;
    private boolean ownSeparators;

    private Branch(long edition, SortedKeys separators, boolean ownSeparators) {
        super(edition);
        this.separators = separators;
        this.ownSeparators = ownSeparators;
        this.children = new Node[BRANCH_CAPACITY];
    }

    /** A branch of some nodes; the key at {@code i} is the lowest of what may stand below the node at {@code i}. */
    static Branch of(long edition, List<? extends Node> nodes, List<byte[]> lowest, int from, int to) {
        Branch branch = new Branch(edition, new SortedKeys(BRANCH_CAPACITY), true);
        for (int i = from; i < to; i++) {
            branch.children[i - from] = nodes.get(i);
            if (i > from) {
                branch.separators.append(lowest.get(i));
            }
        }
        branch.separators.lookAnew();
        return branch;
    }

    @Override
    int count() {
        return separators.count() + 1;
    }

    @Override
    int capacity() {
        return BRANCH_CAPACITY;
    }

    SortedKeys separators() {
        return separators;
    }

    @SuppressWarnings("NullAway") // asked only below the count
    Node child(int index) {
        return children[index];
    }

    /** The index of the child that a key belongs to. */
    int indexFor(byte[] key) {
        int found = separators.find(key);
        return found >= 0 ? found + 1 : ~found;
    }

    @Override
    Branch writable(long now) {
        if (edition == now) {
            return this;
        }
        Branch copy = new Branch(now, separators, false);
        System.arraycopy(children, 0, copy.children, 0, count());
        return copy;
    }

    void set(int index, Node child) {
        children[index] = child;
    }

    /** Inserts what was split off to the right of the child before it. */
    void insert(int index, byte[] separator, Node child) {
        System.arraycopy(children, index, children, index + 1, count() - index);
        children[index] = child;
        ownSeparators().insert(index - 1, separator);
    }

    /** Takes out the child at {@code index}, not the first, whose content the one before has taken in. */
    void remove(int index) {
        SortedKeys own = ownSeparators();
        own.remove(index - 1);
        System.arraycopy(children, index + 1, children, index, count() - index);
        children[count()] = null;
    }

    private SortedKeys ownSeparators() {
        if (!ownSeparators) {
            separators = separators.copy();
            ownSeparators = true;
        }
        return separators;
    }

    /** Keeps the children before {@code index}; the rest makes a branch to its right, and the separator between the two is the caller's. */
    Branch split(int index) {
        int count = count();
        Branch right = new Branch(edition, separators.slice(index, count - 1), true);
        System.arraycopy(children, index, right.children, 0, count - index);
        separators = separators.slice(0, index - 1);
        ownSeparators = true;
        Arrays.fill(children, index, count, null);
        return right;
    }

    @Override
    void append(Node right, byte[] separator) {
        Branch other = (Branch) right;
        int before = count();
        SortedKeys own = ownSeparators();
        own.append(separator);
        for (int i = 0; i < other.separators.count(); i++) {
            own.append(other.separators.key(i));
        }
        own.lookAnew();
        System.arraycopy(other.children, 0, children, before, other.count());
    }
}
