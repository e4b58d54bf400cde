package io.kafkacache.internal.tree;

/**
 * A part of a tree. It belongs to the edition that made it: while that is not published its writer changes it in place, afterwards nobody does.
 */
abstract sealed class Node permits Leaf, Branch {
    /** Leaves are small, for a batch copies each leaf that it touches. */
    static final int LEAF_CAPACITY = 32;

    static final int BRANCH_CAPACITY = 64;

    final long edition;

    Node(long edition) {
        this.edition = edition;
    }

    /** How much stands in it: entries of a leaf, children of a branch. */
    abstract int count();

    abstract int capacity();

    /** Itself, or a copy where it belongs to an edition that is published. */
    abstract Node writable(long now);

    /** Takes in all of the node to its right; {@code separator} stands between the two. The other node stays as it is. */
    abstract void append(Node right, byte[] separator);

    final boolean isFull() {
        return count() == capacity();
    }

    final boolean isMostlyEmpty() {
        return count() < capacity() / 4;
    }
}
