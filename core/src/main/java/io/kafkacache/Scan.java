package io.kafkacache;

import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The answer to a {@linkplain ReadableCache#scan scan}: entries or keys in order, found as they are asked for. To be gone over once, by one thread, as
 * an iteration or as a stream, and to be closed; a store in memory holds nothing that would be missed where it is not.
 *
 * <pre>{@code
 * try (Scan<Entry<String, User>> scan = users.scan(KeyRange.prefix("org-7/"))) {
 *     for (Entry<String, User> entry : scan) {
 *         …
 *     }
 * }
 * }</pre>
 *
 * @param <T> an entry or a key
 */
public interface Scan<T> extends Iterable<T>, AutoCloseable {
    /**
     * A scan of what is in memory, so that nothing is to be freed.
     *
     * @param <T> an entry or a key
     * @param found what it gives, in order
     * @return the scan
     */
    static <T> Scan<T> of(Iterator<T> found) {
        return new OpenScan<>(found);
    }

    /**
     * Goes over what is found.
     *
     * @return an iterator that never throws {@link java.util.ConcurrentModificationException}, and is at its end when the scan is closed
     * @throws IllegalStateException where this was called before
     */
    @Override
    Iterator<T> iterator();

    @Override
    default Spliterator<T> spliterator() {
        return Spliterators.spliteratorUnknownSize(
                iterator(), Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
    }

    /**
     * What is found, as a sequential stream.
     *
     * @return a stream whose close closes this scan
     * @throws IllegalStateException where this or {@link #iterator()} was called before
     */
    default Stream<T> stream() {
        return StreamSupport.stream(spliterator(), false).onClose(this::close);
    }

    /** Ends the scan; idempotent, from any thread. */
    @Override
    void close();
}
