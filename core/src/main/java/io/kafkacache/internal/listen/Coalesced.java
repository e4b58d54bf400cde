package io.kafkacache.internal.listen;

import io.kafkacache.Update;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One update for each key that waits, in the order of their last ones. All that waits is taken at once, so that behind it everything up to
 * the last step has been told.
 */
final class Coalesced<K, V> implements Backlog<K, V> {
    private Map<ByteBuffer, Update<K, V>> waiting = new LinkedHashMap<>();
    private @Nullable Mark last;

    @Override
    public int add(List<Update<K, V>> updates, List<ByteBuffer> keys, Mark after) {
        int before = waiting.size();
        for (int i = 0; i < updates.size(); i++) {
            add(keys.get(i), updates.get(i));
        }
        last = after;
        return waiting.size() - before;
    }

    private void add(ByteBuffer key, Update<K, V> update) {
        Update<K, V> earlier = waiting.remove(key); // so that it stands last
        if (earlier == null) {
            waiting.put(key, update);
        } else if (earlier.before() != null || update.after() != null) {
            waiting.put(
                    key,
                    new Update<>(
                            update.key(),
                            earlier.before(),
                            update.after(),
                            update.offset(),
                            update.timestamp(),
                            update.cause()));
        }
    }

    @Override
    public Signal.@Nullable Updates<K, V> poll() {
        if (waiting.isEmpty()) {
            return null;
        }
        List<Update<K, V>> all = Collections.unmodifiableList(new ArrayList<>(waiting.values()));
        waiting = new LinkedHashMap<>();
        return new Signal.Updates<>(all, last);
    }

    @Override
    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    @Override
    public void clear() {
        waiting.clear();
    }
}
