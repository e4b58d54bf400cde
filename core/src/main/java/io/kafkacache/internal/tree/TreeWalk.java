package io.kafkacache.internal.tree;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Goes over a stretch of a tree in order, leaf by leaf: bounds are compared once for each leaf. For one thread. */
public final class TreeWalk {
    private final byte[] lower;
    private final byte @Nullable [] upper;
    private final boolean descending;
    private final Deque<Place> places = new ArrayDeque<>();
    private @Nullable Leaf leaf;
    private int at;
    private int end; // the index behind the last one of this leaf, in the walk's direction

    TreeWalk(Node root, byte[] lower, byte @Nullable [] upper, boolean descending) {
        this.lower = lower;
        this.upper = upper;
        this.descending = descending;
        Node node = root;
        while (node instanceof Branch branch) {
            int index = descending
                    ? (upper == null ? branch.count() - 1 : branch.separators().ceiling(upper))
                    : branch.indexFor(lower);
            places.push(new Place(branch, index));
            node = branch.child(index);
        }
        enter((Leaf) node);
    }

    /**
     * The next content, or null at the end.
     *
     * @return the content
     */
    public @Nullable Object next() {
        while (at == end) {
            Leaf beside = isOver() ? null : beside();
            if (beside == null) {
                return null;
            }
            enter(beside);
        }
        int index = at;
        at += descending ? -1 : 1;
        return leaf == null ? null : leaf.content(index);
    }

    private void enter(Leaf entered) {
        SortedKeys keys = entered.keys();
        int from = keys.ceiling(lower);
        int to = Math.max(from, upper == null ? keys.count() : keys.ceiling(upper));
        leaf = entered;
        at = descending ? to - 1 : from;
        end = descending ? from - 1 : to;
    }

    /** Whether the bound lies within this leaf. */
    private boolean isOver() {
        return leaf == null || (descending ? end >= 0 : end < leaf.count());
    }

    private @Nullable Leaf beside() {
        while (!places.isEmpty() && !places.getFirst().move(descending ? -1 : 1)) {
            places.pop();
        }
        if (places.isEmpty()) {
            leaf = null;
            return null;
        }
        Node node = places.getFirst().child();
        while (node instanceof Branch branch) {
            places.push(new Place(branch, descending ? branch.count() - 1 : 0));
            node = places.getFirst().child();
        }
        return (Leaf) node;
    }

    private static final class Place {
        private final Branch branch;
        private int index;

        Place(Branch branch, int index) {
            this.branch = branch;
            this.index = index;
        }

        boolean move(int by) {
            index += by;
            return index >= 0 && index < branch.count();
        }

        Node child() {
            return branch.child(index);
        }
    }
}
