package io.kafkacache.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What holds of every tree: keys in order and between their separators, leaves at one depth. */
final class Invariants {
    private final String description;
    private int depth = -1;
    int entries;
    int leaves;

    private Invariants(String description) {
        this.description = description;
    }

    static Invariants check(Node root, String description) {
        Invariants found = new Invariants(description);
        found.check(root, 0, null, null);
        return found;
    }

    private void check(Node node, int level, byte @Nullable [] lower, byte @Nullable [] upper) {
        if (node instanceof Branch branch) {
            inOrder(branch.separators(), lower, upper);
            for (int i = 0; i < branch.count(); i++) {
                byte[] from = i == 0 ? lower : branch.separators().key(i - 1);
                byte[] to =
                        i == branch.count() - 1 ? upper : branch.separators().key(i);
                check(branch.child(i), level + 1, from, to);
            }
            return;
        }
        Leaf leaf = (Leaf) node;
        inOrder(leaf.keys(), lower, upper);
        leaves++;
        entries += leaf.count();
        assertThat(depth == -1 || depth == level)
                .as("%s: all leaves at one depth", description)
                .isTrue();
        depth = level;
        for (int i = 0; i < leaf.count(); i++) {
            assertThat(leaf.content(i)).as(description).isNotNull();
        }
    }

    private void inOrder(SortedKeys keys, byte @Nullable [] lower, byte @Nullable [] upper) {
        for (int i = 0; i < keys.count(); i++) {
            byte[] key = keys.key(i);
            boolean inOrder = (i == 0 || Arrays.compareUnsigned(keys.key(i - 1), key) < 0)
                    && (lower == null || Arrays.compareUnsigned(lower, key) <= 0)
                    && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
            assertThat(inOrder).as("%s: keys in order", description).isTrue();
            assertThat(keys.find(key)).as(description).isEqualTo(i);
        }
    }
}
