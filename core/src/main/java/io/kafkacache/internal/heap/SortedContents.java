package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import io.kafkacache.internal.tree.TreeRoot;
import io.kafkacache.internal.tree.TreeWalk;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Contents in order, as they were published together. */
final class SortedContents implements Contents {
    private final TreeRoot root;

    SortedContents(TreeRoot root) {
        this.root = root;
    }

    @Override
    public void forEach(Consumer<Object> visitor) {
        root.forEach((key, content) -> visitor.accept(content));
    }

    @Override
    public <T> Iterator<T> scan(ByteRange range, Function<Object, @Nullable T> shown) {
        return new Walk<>(root.walk(range.lower(), range.upper(), range.isReversed()), range.limit(), shown);
    }

    private static final class Walk<T> implements Iterator<T> {
        private final TreeWalk walk;
        private final Function<Object, @Nullable T> shown;
        private long left;
        private @Nullable T next;

        Walk(TreeWalk walk, long limit, Function<Object, @Nullable T> shown) {
            this.walk = walk;
            this.left = limit;
            this.shown = shown;
        }

        @Override
        public boolean hasNext() {
            if (next == null && left > 0) {
                Object content = walk.next();
                while (content != null && (next = shown.apply(content)) == null) {
                    content = walk.next();
                }
                left = next == null ? 0 : left - 1;
            }
            return next != null;
        }

        @Override
        public T next() {
            if (!hasNext() || next == null) {
                throw new NoSuchElementException();
            }
            T given = next;
            next = null;
            return given;
        }
    }
}
