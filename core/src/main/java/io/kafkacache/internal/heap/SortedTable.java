package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import io.kafkacache.Change;
import io.kafkacache.Interpreter;
import io.kafkacache.Store;
import io.kafkacache.internal.tree.Tree;
import io.kafkacache.internal.tree.TreeRoot;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A copy-on-write B+tree ordered by key bytes; what a batch has changed appears when it is {@linkplain #publish published}, all at once.
 *
 * <p>While the topic is replayed it is a {@link HashedTable}: a replay supersedes most of what it reads, in any order, and nobody needs the order of
 * the keys so early. The tree is made at its end, from what is left, on several threads, with full leaves side by side. That costs less than to
 * keep a tree in order all along.
 *
 * <p>The tree holds only what stands. What is remembered of keys that were removed lies beside it in a hash table, for there may be a day's worth of
 * that, and a scan would have to pass over all of it: the first entry of a queue that is emptied from its front would be found behind every one
 * that was ever taken. A key is in one of the two, but for those that {@linkplain #returned stand again} in what is not published yet.
 */
final class SortedTable<K> implements Table<K> {
    private static final int BYTES_PER_ENTRY =
            16 + (8 + 4 + 4) * 4 / 3 + 2; // the key's array, its place in a leaf, and above

    private final Interpreter<K, ?> interpreter;
    private final HashedTable<K> removed;
    private volatile Shown<K> shown;
    private volatile @Nullable HashedTable<K> replaying;
    // writer only
    private final List<byte[]> returned = new ArrayList<>();
    private Tree tree = new Tree();
    private byte[] sought = new byte[0];
    private boolean inTree;
    private @Nullable Object found;

    SortedTable(Interpreter<K, ?> interpreter) {
        this.interpreter = interpreter;
        Keys<K> keys = Keys.encoded(interpreter);
        HashedTable<K> hashed = new HashedTable<>(keys);
        removed = new HashedTable<>(keys);
        replaying = hashed;
        shown = new Shown<>(hashed::find, hashed);
    }

    /** What readers look into, and how a key is found there. */
    private record Shown<K>(Function<K, @Nullable Object> finder, Contents contents) {}

    @Override
    @SuppressWarnings("ReferenceEquality") // whether it is another one, not whether it is an equal one
    public @Nullable Object find(K key) {
        Shown<K> now = shown;
        Object content = now.finder.apply(key);
        while (content == null
                && now != shown) { // it may have been removed then, and have come back before that was looked up
            now = shown;
            content = now.finder.apply(key);
        }
        return content;
    }

    @Override
    public void forEach(Consumer<Object> visitor) {
        shown.contents.forEach(visitor);
    }

    @Override
    public <T> Iterator<T> scan(ByteRange range, Function<Object, @Nullable T> of) {
        return shown.contents.scan(range, of);
    }

    @Override
    public Contents frozen() {
        HashedTable<K> hashed = replaying;
        return hashed == null ? shown.contents : hashed.frozen();
    }

    @Override
    public @Nullable Object seek(Change<K, ?> change) {
        HashedTable<K> hashed = replaying;
        if (hashed != null) {
            return hashed.seek(change);
        }
        ByteBuffer bytes = change.keyBytes();
        byte[] key = new byte[bytes.remaining()];
        bytes.get(bytes.position(), key);
        return seek(key);
    }

    @Override
    public @Nullable Object seek(K key) {
        HashedTable<K> hashed = replaying;
        return hashed == null ? seek(interpreter.encodeKey(key)) : hashed.seek(key);
    }

    private @Nullable Object seek(byte[] key) {
        sought = key;
        Object standing = tree.seek(key);
        inTree = standing != null;
        found = inTree ? standing : removed.seekEncoded(key);
        return found;
    }

    @Override
    public void put(@Nullable Object content) {
        HashedTable<K> hashed = replaying;
        if (hashed != null) {
            hashed.put(content);
        } else if (content != null && Fold.stands(content)) {
            stand(content);
        } else {
            remember(content);
        }
    }

    private void stand(Object content) {
        if (inTree) {
            tree.replace(content);
            return;
        }
        tree.insert(sought, content);
        if (found != null) {
            returned.add(sought);
        }
    }

    /** What readers see as standing still stands in the tree that they look into first. */
    private void remember(@Nullable Object content) {
        if (inTree) {
            tree.remove();
        }
        if (removed.seekEncoded(sought) != null || content != null) {
            removed.put(content);
        }
    }

    @Override
    public void revise(Function<Object, @Nullable Object> left) {
        HashedTable<K> hashed = replaying;
        if (hashed != null) {
            hashed.revise(left);
            return;
        }
        List<Revised> revised = new ArrayList<>(); // nearly always few
        BiConsumer<byte[], Object> revising = (key, before) -> {
            Object after = left.apply(before);
            if (after != before) {
                revised.add(new Revised(key, after));
            }
        };
        tree.published().forEach(revising);
        removed.forEach(revising);
        for (Revised one : revised) {
            seek(one.key);
            put(one.content);
        }
    }

    @Override
    public void settle(Store.Parallel parallel, List<? extends Function<Object, @Nullable Object>> left) {
        HashedTable<K> hashed = Objects.requireNonNull(replaying);
        hashed.settle(parallel, left);
        tree = new Ordering(hashed).tree(parallel);
        for (int part = 0; part < PARTS; part++) {
            keepRemoved(hashed, part, parallel);
        }
        replaying = null;
        publish();
    }

    /** By the one writer, and yet as a part of the work, for who counts these sees by them that it goes on. */
    private void keepRemoved(HashedTable<K> hashed, int part, Store.Parallel parallel) {
        parallel.run(
                1,
                only -> hashed.forEach(part, (key, content) -> {
                    if (!Fold.stands(content)) {
                        removed.seekEncoded(key);
                        removed.put(content);
                    }
                }));
    }

    @Override
    public void publish() {
        if (replaying != null) {
            return;
        }
        shown = shown(tree.published());
        for (byte[] key : returned) { // not before: who looks into the former tree finds them here
            if (tree.seek(key) != null && removed.seekEncoded(key) != null) {
                removed.put(null);
            }
        }
        returned.clear();
    }

    private Shown<K> shown(TreeRoot root) {
        return new Shown<>(key -> find(root, interpreter.encodeKey(key)), new SortedContents(root));
    }

    private @Nullable Object find(TreeRoot root, byte[] key) {
        Object standing = root.find(key);
        return standing != null ? standing : removed.findEncoded(key);
    }

    @Override
    public long bytes(long entries) {
        HashedTable<K> hashed = replaying;
        return hashed == null ? entries * BYTES_PER_ENTRY + removed.bytes(entries) : hashed.bytes(entries);
    }

    private static final class Revised {
        final byte[] key;
        final @Nullable Object content;

        Revised(byte[] key, @Nullable Object content) {
            this.key = key;
            this.content = content;
        }
    }
}
