package io.kafkacache.internal.heap;

import io.kafkacache.Store;
import io.kafkacache.internal.tree.Tree;
import io.kafkacache.internal.tree.TreeLoad;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Puts what stands in a hash table in order. Each part of the table is sorted by itself; of these, equally long stretches of all keys are merged,
 * whose bounds are taken from a sample. Both are done on several threads.
 */
final class Ordering {
    private static final int STRETCHES = 16;
    private static final int SAMPLES = 64; // for each stretch
    private static final Comparator<Placed> ORDER = (one, other) -> Arrays.compareUnsigned(one.key, other.key);

    private final HashedTable<?> table;
    private final Placed[][] runs = new Placed[Table.PARTS][];

    Ordering(HashedTable<?> table) {
        this.table = table;
    }

    Tree tree(Store.Parallel parallel) {
        parallel.run(runs.length, this::sort);
        List<Placed> bounds = bounds();
        TreeLoad load = new TreeLoad(bounds.size() + 1);
        parallel.run(bounds.size() + 1, stretch -> merge(stretch, bounds, load));
        return load.tree();
    }

    private void sort(int part) {
        List<Placed> run = new ArrayList<>();
        table.forEach(part, (key, content) -> {
            if (Fold.stands(content)) {
                run.add(new Placed(key, content));
            }
        });
        run.sort(ORDER);
        runs[part] = run.toArray(Placed[]::new);
    }

    /** The first of each stretch but the first one. */
    private List<Placed> bounds() {
        int entries = 0;
        for (Placed[] run : runs) {
            entries += run.length;
        }
        int apart = Math.max(1, entries / (STRETCHES * SAMPLES));
        List<Placed> sample = new ArrayList<>();
        for (Placed[] run : runs) {
            for (int i = apart / 2; i < run.length; i += apart) {
                sample.add(run[i]);
            }
        }
        sample.sort(ORDER);
        List<Placed> bounds = new ArrayList<>();
        for (int stretch = 1; stretch < STRETCHES && sample.size() >= STRETCHES; stretch++) {
            bounds.add(sample.get(sample.size() * stretch / STRETCHES));
        }
        return bounds;
    }

    private void merge(int stretch, List<Placed> bounds, TreeLoad load) {
        List<Placed> merged = new ArrayList<>();
        for (Placed[] run : runs) {
            int from = stretch == 0 ? 0 : indexOf(run, bounds.get(stretch - 1));
            int to = stretch == bounds.size() ? run.length : indexOf(run, bounds.get(stretch));
            merged.addAll(Arrays.asList(run).subList(from, to));
        }
        merged.sort(ORDER); // finds the runs and merges them
        byte[][] keys = new byte[merged.size()][];
        Object[] contents = new Object[keys.length];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = merged.get(i).key;
            contents[i] = merged.get(i).content;
        }
        load.stretch(stretch, keys, contents, keys.length);
    }

    private static int indexOf(Placed[] run, Placed bound) {
        int found = Arrays.binarySearch(run, bound, ORDER);
        return found >= 0 ? found : ~found;
    }

    private static final class Placed {
        final byte[] key;
        final Object content;

        Placed(byte[] key, Object content) {
            this.key = key;
            this.content = content;
        }
    }
}
