package io.kafkacache.internal.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The tree against a {@link TreeMap}, in random runs; {@code -Dkafkacache.seed=…} runs one again. */
class TreeTest {
    private static final int ROUNDS = 60;

    private final long seed =
            Long.getLong("kafkacache.seed", ThreadLocalRandom.current().nextLong());
    private final Random random = new Random(seed);

    @Test
    void everyEditionStaysWhatItWasWhileTheTreeChanges() {
        for (int round = 0; round < ROUNDS; round++) {
            Keys keys = new Keys(random);
            NavigableMap<byte[], Object> model = new TreeMap<>(Arrays::compareUnsigned);
            Tree tree = random.nextBoolean() ? new Tree() : loaded(keys, model);
            Map<TreeRoot, NavigableMap<byte[], Object>> kept = new LinkedHashMap<>();
            for (int batch = 0; batch < 30; batch++) {
                change(tree, model, keys, 1 + random.nextInt(400));
                TreeRoot root = tree.published();
                Invariants.check(root.root, text(round));
                if (random.nextInt(4) == 0) {
                    NavigableMap<byte[], Object> then = new TreeMap<>(Arrays::compareUnsigned);
                    then.putAll(model);
                    kept.put(root, then);
                }
                agree(root, model, keys, text(round));
            }
            kept.forEach((root, then) -> agree(root, then, keys, "a kept one of " + text(0)));
        }
    }

    @Test
    void growsByRisingAndByFallingKeysAndShrinksToNothing() {
        for (boolean rising : new boolean[] {true, false}) {
            Tree tree = new Tree();
            for (int i = 0; i < 100_000; i++) {
                byte[] key =
                        ByteBuffer.allocate(4).putInt(rising ? i : 100_000 - i).array();
                assertThat(tree.seek(key)).isNull();
                tree.insert(key, i);
            }
            Invariants full = Invariants.check(tree.published().root, "rising " + rising);
            assertThat(full.entries).isEqualTo(100_000);
            assertThat(full.leaves).isLessThan(rising ? 3_300 : 6_300);
            for (int i = 0; i <= 100_000; i++) {
                if (tree.seek(ByteBuffer.allocate(4).putInt(i).array()) != null) {
                    tree.remove();
                }
            }
            Invariants empty = Invariants.check(tree.published().root, "rising " + rising);
            assertThat(empty.entries).isZero();
            assertThat(empty.leaves).isEqualTo(1);
        }
    }

    @Test
    void aLeafThatIsEmptyBesideFullBranchesIsPassedOver() {
        Tree tree = new Tree();
        int kept = Node.LEAF_CAPACITY * Node.BRANCH_CAPACITY;
        for (int i = 0; i < 3 * kept; i++) {
            byte[] key = ByteBuffer.allocate(4).putInt(i).array();
            tree.seek(key);
            tree.insert(key, i);
        }
        int emptied = ((Branch) ((Branch) tree.published().root).child(0)).count() * (Node.LEAF_CAPACITY - 1);
        for (int i = emptied; i < 2 * kept; i++) {
            if (tree.seek(ByteBuffer.allocate(4).putInt(i).array()) != null) {
                tree.remove();
            }
        }

        TreeRoot root = tree.published();
        List<Object> ascending = walked(root.walk(new byte[0], null, false));
        List<Object> descending = walked(root.walk(new byte[0], null, true));

        assertThat(ascending).hasSize(emptied + kept).isSortedAccordingTo((a, b) -> (int) a - (int) b);
        assertThat(descending).hasSize(emptied + kept).isSortedAccordingTo((a, b) -> (int) b - (int) a);
        byte[] within = ByteBuffer.allocate(4).putInt(emptied + 1).array();
        assertThat(walked(root.walk(within, null, false))).hasSize(kept);
        assertThat(walked(root.walk(new byte[0], within, true))).hasSize(emptied);
        assertThat(tree.seek(within)).isNull();
        tree.insert(within, "again");
        assertThat(tree.published().find(within)).isEqualTo("again");
    }

    @Test
    void aBatchCopiesEachNodeOnce() {
        Tree tree = new Tree();
        for (int i = 0; i < 10_000; i++) {
            byte[] key = ByteBuffer.allocate(4).putInt(i).array();
            tree.seek(key);
            tree.insert(key, i);
        }
        Node before = tree.published().root;

        tree.seek(new byte[4]);
        tree.replace("once");
        Node first = tree.published().root;
        tree.seek(new byte[4]);
        tree.replace("twice");
        tree.seek(new byte[4]);
        tree.replace("thrice");
        Node second = tree.published().root;

        assertThat(((Branch) first).child(1)).isSameAs(((Branch) before).child(1));
        assertThat(first).isNotSameAs(before);
        assertThat(((Branch) second).separators()).isSameAs(((Branch) before).separators());
    }

    private Tree loaded(Keys keys, NavigableMap<byte[], Object> model) {
        int entries = random.nextInt(5_000);
        for (int i = 0; i < entries; i++) {
            model.put(keys.next(), "loaded " + i);
        }
        byte[][] sorted = model.keySet().toArray(byte[][]::new);
        Object[] contents = model.values().toArray();
        int stretches = 1 + random.nextInt(5);
        TreeLoad load = new TreeLoad(stretches);
        for (int s = stretches - 1; s >= 0; s--) {
            int from = sorted.length * s / stretches;
            int to = sorted.length * (s + 1) / stretches;
            load.stretch(s, Arrays.copyOfRange(sorted, from, to), Arrays.copyOfRange(contents, from, to), to - from);
        }
        return load.tree();
    }

    private void change(Tree tree, NavigableMap<byte[], Object> model, Keys keys, int changes) {
        boolean shrinking = random.nextInt(3) == 0;
        for (int i = 0; i < changes; i++) {
            byte[] key = shrinking && !model.isEmpty() ? keys.near(model) : keys.next();
            Object before = tree.seek(key);
            assertThat(before).as(text(0)).isEqualTo(model.get(key));
            if (before == null) {
                Object content = "inserted " + random.nextInt();
                tree.insert(key, content);
                model.put(key, content);
            } else if (shrinking || random.nextInt(3) == 0) {
                tree.remove();
                model.remove(key);
            } else {
                Object content = "replaced " + random.nextInt();
                tree.replace(content);
                model.put(key, content);
            }
        }
    }

    private void agree(TreeRoot root, NavigableMap<byte[], Object> model, Keys keys, String description) {
        List<Object> all = new ArrayList<>();
        root.forEach((key, content) -> all.add(content));
        assertThat(all).as(description).isEqualTo(new ArrayList<>(model.values()));
        for (int i = 0; i < 20; i++) {
            byte[] key = keys.next();
            assertThat(root.find(key)).as(description).isEqualTo(model.get(key));
            byte[] lower = random.nextInt(4) == 0 ? new byte[0] : keys.next();
            byte[] upper = random.nextInt(4) == 0 ? null : keys.next();
            boolean descending = random.nextBoolean();
            assertThat(walked(root.walk(lower, upper, descending)))
                    .as("%s from %s to %s %s", description, hex(lower), hex(upper), descending)
                    .isEqualTo(expected(model, lower, upper, descending));
        }
    }

    private static List<Object> walked(TreeWalk walk) {
        List<Object> found = new ArrayList<>();
        for (Object content = walk.next(); content != null; content = walk.next()) {
            found.add(content);
        }
        assertThat(walk.next()).isNull();
        return found;
    }

    private static List<Object> expected(
            NavigableMap<byte[], Object> model, byte[] lower, byte @Nullable [] upper, boolean descending) {
        if (upper != null && Arrays.compareUnsigned(lower, upper) >= 0) {
            return List.of();
        }
        NavigableMap<byte[], Object> part =
                upper == null ? model.tailMap(lower, true) : model.subMap(lower, true, upper, false);
        return new ArrayList<>((descending ? part.descendingMap() : part).values());
    }

    private static String hex(byte @Nullable [] key) {
        return key == null ? "-" : HexFormat.of().formatHex(key);
    }

    private String text(int round) {
        return "seed " + seed + ", round " + round;
    }

    /** Keys of one kind: short ones of all bytes, text with long common beginnings, numbers; some are prefixes of others. */
    private static final class Keys {
        private final Random random;
        private final int kind;
        private final int spread;

        Keys(Random random) {
            this.random = random;
            this.kind = random.nextInt(4);
            this.spread = 10 + random.nextInt(5_000);
        }

        byte[] next() {
            return switch (kind) {
                case 0 -> bytes(random.nextInt(4), 256);
                case 1 -> bytes(random.nextInt(14), 2);
                case 2 ->
                    ("organization-" + random.nextInt(3) + "/user-" + random.nextInt(spread))
                            .getBytes(StandardCharsets.UTF_8);
                default ->
                    ByteBuffer.allocate(8)
                            .putLong(random.nextInt(spread) - spread / 2)
                            .array();
            };
        }

        private byte[] bytes(int length, int values) {
            byte[] key = new byte[length];
            for (int i = 0; i < length; i++) {
                key[i] = (byte) (values == 256 ? random.nextInt(256) : random.nextInt(values) * 255);
            }
            return key;
        }

        /** One that is there. */
        byte[] near(NavigableMap<byte[], Object> model) {
            byte[] found = model.ceilingKey(next());
            return found == null ? model.firstKey() : found;
        }
    }
}
