package io.kafkacache;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.concurrent.atomic.AtomicBoolean;

/** A scan over an iterator. */
final class OpenScan<T> implements Scan<T> {
    private final AtomicBoolean begun = new AtomicBoolean();
    private final Iterator<T> found;
    private volatile boolean closed;

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
                return !closed && found.hasNext();
            }

            @Override
            public T next() {
                if (closed) {
                    throw new NoSuchElementException("the scan is closed");
                }
                return found.next();
            }
        };
    }

    @Override
    public void close() {
        closed = true;
    }
}
