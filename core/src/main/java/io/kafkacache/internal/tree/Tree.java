package io.kafkacache.internal.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The writer's side of a copy-on-write B+tree: keys in unsigned lexicographic order, a content for each. For one thread.
 *
 * <p>What is changed between two calls of {@link #published()} is an <em>edition</em>. The first change to a node in an edition copies it, and
 * what leads to it; further ones are made in place. Publishing is handing out the root: from then on nobody writes to what hangs below it. So a
 * root is a snapshot, for as long as anybody holds it, and costs nothing; a batch pays for each node that it touches once.
 *
 * <p>A change is made at the place that was {@linkplain #seek sought} last.
 */
public final class Tree {
    private static final int DEEPEST = 16;

    private final Branch[] path = new Branch[DEEPEST];
    private final int[] indexes = new int[DEEPEST];
    private Node root;
    private long edition;
    private int depth;
    private Leaf leaf;
    private int at;

    /** An empty tree. */
    public Tree() {
        this(Leaf.empty(0), 0);
    }

    Tree(Node root, long edition) {
        this.root = root;
        this.edition = edition;
        this.leaf = Leaf.empty(edition);
    }

    /**
     * The tree as it is now. What follows is another edition.
     *
     * @return an immutable tree; to be given to other threads by a volatile write or the like
     */
    public TreeRoot published() {
        edition++;
        return new TreeRoot(root);
    }

    /**
     * Looks a key up.
     *
     * @param key the encoded key
     * @return its content, or null where it is absent
     */
    public @Nullable Object seek(byte[] key) {
        depth = 0;
        Node node = root;
        while (node instanceof Branch branch) {
            int index = branch.indexFor(key);
            path[depth] = branch;
            indexes[depth++] = index;
            node = branch.child(index);
        }
        leaf = (Leaf) node;
        at = leaf.keys().find(key);
        return at < 0 ? null : leaf.content(at);
    }

    /** Sets the content of the key sought last, which is there. */
    public void replace(Object content) {
        writable();
        leaf.set(at, content);
    }

    /**
     * Inserts the key sought last, which is absent.
     *
     * @param key the key, which becomes the tree's own
     * @param content its content
     */
    public void insert(byte[] key, Object content) {
        boolean last = at == ~leaf.count() && isRightmost();
        writable();
        int index = ~at;
        if (!leaf.isFull()) {
            leaf.insert(index, key, content);
            return;
        }
        int middle = last ? index - 1 : leaf.count() / 2; // keys that only grow leave full leaves behind
        Leaf left = leaf;
        Leaf right = left.split(middle);
        if (index <= middle) {
            left.insert(index, key, content);
        } else {
            right.insert(index - middle, key, content);
        }
        grow(right.keys().key(0), right);
    }

    private boolean isRightmost() {
        for (int level = 0; level < depth; level++) {
            if (indexes[level] < path[level].count() - 1) {
                return false;
            }
        }
        return true;
    }

    /** Hangs in what was split off to the right of the last node of the path. */
    private void grow(byte[] separator, Node right) {
        byte[] key = separator;
        Node added = right;
        for (int level = depth - 1; level >= 0; level--) {
            Branch parent = path[level];
            int index = indexes[level] + 1;
            if (!parent.isFull()) {
                parent.insert(index, key, added);
                return;
            }
            int middle = index == parent.count() ? index - 1 : parent.count() / 2;
            byte[] between = parent.separators().key(middle - 1);
            Branch half = parent.split(middle);
            if (index <= middle) {
                parent.insert(index, key, added);
            } else {
                half.insert(index - middle, key, added);
            }
            key = between;
            added = half;
        }
        root = Branch.of(edition, List.of(root, added), List.of(key, key), 0, 2);
    }

    /** Takes out the key sought last, which is there. */
    public void remove() {
        writable();
        leaf.remove(at);
        Node shrunk = leaf;
        for (int level = depth - 1; level >= 0 && shrunk.isMostlyEmpty(); level--) {
            if (!merge(path[level], indexes[level])) {
                return;
            }
            shrunk = path[level];
        }
        while (root instanceof Branch branch && branch.count() == 1) {
            root = branch.child(0);
        }
    }

    /**
     * Joins a child with one beside it if they go into one. So a leaf may be empty only below a parent that has no other child and whose neighbours
     * are full; it is filled again, or goes when its parent does.
     */
    private boolean merge(Branch parent, int index) {
        if (parent.count() == 1) {
            return true;
        }
        int first = Math.max(0, index - 1);
        Node right = parent.child(first + 1);
        if (parent.child(first).count() + right.count() > right.capacity()) {
            return false;
        }
        Node left = parent.child(first).writable(edition);
        left.append(right, parent.separators().key(first));
        parent.set(first, left);
        parent.remove(first + 1);
        return true;
    }

    /** Makes the whole path this edition's own. */
    private void writable() {
        Node node = root;
        for (int level = 0; level < depth; level++) {
            Branch own = ((Branch) node).writable(edition);
            hang(level, own);
            path[level] = own;
            node = own.child(indexes[level]);
        }
        leaf = ((Leaf) node).writable(edition);
        hang(depth, leaf);
    }

    private void hang(int level, Node node) {
        if (level == 0) {
            root = node;
        } else {
            path[level - 1].set(indexes[level - 1], node);
        }
    }
}
