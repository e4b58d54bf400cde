package io.kafkacache.internal.heap;

import io.kafkacache.ByteRange;
import java.util.Iterator;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What stands for the keys of a table: an {@link io.kafkacache.Entry}, {@link Pending}, {@link Gone} or {@link Contested} each. Those of a table are
 * read while it is written, by any thread; others do not change.
 */
interface Contents {
    /** Visits every content, weakly consistent. */
    void forEach(Consumer<Object> visitor);

    /**
     * Goes over a range in order.
     *
     * @param shown makes of a content what is given, or null where nothing is
     */
    <T> Iterator<T> scan(ByteRange range, Function<Object, @Nullable T> shown);
}
