package io.kafkacache.internal.tree;

import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** A tree as it was published. Immutable; safe for any thread that got it safely. */
public final class TreeRoot {
    final Node root;

    TreeRoot(Node root) {
        this.root = root;
    }

    /**
     * Looks a key up.
     *
     * @param key the encoded key
     * @return its content, or null where it is absent
     */
    public @Nullable Object find(byte[] key) {
        Node node = root;
        while (node instanceof Branch branch) {
            node = branch.child(branch.indexFor(key));
        }
        Leaf leaf = (Leaf) node;
        int at = leaf.keys().find(key);
        return at < 0 ? null : leaf.content(at);
    }

    /**
     * Visits everything in order.
     *
     * @param visitor is given each key, which it must not change, and its content
     */
    public void forEach(BiConsumer<byte[], Object> visitor) {
        visit(root, visitor);
    }

    private static void visit(Node node, BiConsumer<byte[], Object> visitor) {
        if (node instanceof Branch branch) {
            for (int i = 0; i < branch.count(); i++) {
                visit(branch.child(i), visitor);
            }
        } else {
            Leaf leaf = (Leaf) node;
            for (int i = 0; i < leaf.count(); i++) {
                visitor.accept(leaf.keys().key(i), leaf.content(i));
            }
        }
    }

    /**
     * Begins a walk over a stretch of the tree.
     *
     * @param lower the lowest key
     * @param upper what is above the highest key, or null where nothing bounds it
     * @param descending from the highest to the lowest
     * @return a walk for one thread
     */
    public TreeWalk walk(byte[] lower, byte @Nullable [] upper, boolean descending) {
        return new TreeWalk(root, lower, upper, descending);
    }
}
