package io.kafkacache;

import java.util.Collections;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;

/** A scan over an iterator. */
final class OpenScan<T> implements Scan<T> {
    private final AtomicBoolean begun = new AtomicBoolean();
    private volatile Iterator<T> found; // once closed, nothing keeps what it went over in memory

    OpenScan(Iterator<T> found) {
        this.found = found;
    }

    @Override
    public Iterator<T> iterator() {
        if (begun.getAndSet(true)) {
            throw new IllegalStateException("a scan is gone over once; scan again");
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return found.hasNext();
            }

            @Override
            public T next() {
                return found.next();
            }
        };
    }

    @Override
    public void close() {
        found = Collections.emptyIterator();
    }
}
