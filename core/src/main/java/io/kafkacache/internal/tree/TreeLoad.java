package io.kafkacache.internal.tree;

import java.util.ArrayList;
import java.util.List;

/**
 * Builds a tree of what is in order already, in stretches that may be {@linkplain #stretch filled} on several threads at once. Its leaves are three
 * quarters full, so that what comes next seldom splits one.
 */
public final class TreeLoad {
    private static final int LEAF_FILL = Node.LEAF_CAPACITY * 3 / 4;
    private static final int BRANCH_FILL = Node.BRANCH_CAPACITY * 3 / 4;

    private final List<List<Leaf>> stretches = new ArrayList<>();

    /**
     * Nothing yet.
     *
     * @param stretches how many stretches there will be
     */
    public TreeLoad(int stretches) {
        for (int i = 0; i < stretches; i++) {
            this.stretches.add(List.of());
        }
    }

    /**
     * Gives one stretch. Safe to be called for different stretches at once.
     *
     * @param stretch which one, in the order of the keys
     * @param keys distinct keys in order, which become the tree's own
     * @param contents a content for each
     * @param count how many of them there are
     */
    public void stretch(int stretch, byte[][] keys, Object[] contents, int count) {
        int nodes = (count + LEAF_FILL - 1) / LEAF_FILL;
        List<Leaf> leaves = new ArrayList<>(nodes);
        for (int i = 0; i < nodes; i++) {
            leaves.add(Leaf.of(0, keys, contents, share(count, i, nodes), share(count, i + 1, nodes)));
        }
        stretches.set(stretch, leaves);
    }

    /**
     * The tree of all stretches.
     *
     * @return a tree
     */
    public Tree tree() {
        List<Node> nodes = new ArrayList<>();
        List<byte[]> lowest = new ArrayList<>();
        for (List<Leaf> leaves : stretches) {
            for (Leaf leaf : leaves) {
                nodes.add(leaf);
                lowest.add(leaf.keys().key(0));
            }
        }
        if (nodes.isEmpty()) {
            return new Tree();
        }
        while (nodes.size() > 1) {
            List<Node> above = new ArrayList<>();
            List<byte[]> lowestAbove = new ArrayList<>();
            int count = nodes.size();
            int branches = (count + BRANCH_FILL - 1) / BRANCH_FILL;
            for (int i = 0; i < branches; i++) {
                int from = share(count, i, branches);
                above.add(Branch.of(0, nodes, lowest, from, share(count, i + 1, branches)));
                lowestAbove.add(lowest.get(from));
            }
            nodes = above;
            lowest = lowestAbove;
        }
        return new Tree(nodes.get(0), 0);
    }

    /** Where part {@code i} of {@code parts} equal ones begins. */
    private static int share(int count, int i, int parts) {
        return (int) ((long) count * i / parts);
    }
}
