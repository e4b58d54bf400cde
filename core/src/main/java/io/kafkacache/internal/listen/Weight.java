package io.kafkacache.internal.listen;

import io.kafkacache.Entry;
import io.kafkacache.Update;
import org.jspecify.annotations.Nullable;

/**
 * Roughly what updates keep in memory: the size of texts and byte arrays, the average entry of the store for any other value, and the objects
 * around them. Entries that the store holds as well are counted all the same, for they may leave it at any time.
 */
final class Weight {
    /** An update, its place and its timestamp. */
    private static final long UPDATE = 120;

    /** An entry and the headers of what it holds. */
    private static final long ENTRY = 100;

    /** A record that changed nothing. */
    private static final long UNSEEN = 60;

    private Weight() {}

    static long of(Changes<?, ?> changes, long averageEntry) {
        long bytes = 0;
        for (Unseen<?> unseen : changes.unseen()) {
            bytes += UNSEEN + size(unseen.key(), 0);
        }
        for (Update<?, ?> update : changes.updates()) {
            bytes += UPDATE
                    + size(update.key(), 0)
                    + of(update.before(), averageEntry)
                    + of(update.after(), averageEntry);
        }
        return bytes;
    }

    private static long of(@Nullable Entry<?, ?> entry, long averageEntry) {
        if (entry == null) {
            return 0;
        }
        return ENTRY + (entry.rejection() != null ? 0 : size(entry.value(), averageEntry));
    }

    private static long size(@Nullable Object value, long otherwise) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof byte[] bytes ? bytes.length : otherwise;
    }
}
