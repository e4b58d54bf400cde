package io.kafkacache.internal.listen;

import io.kafkacache.Interpreter;
import io.kafkacache.Update;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The updates of one batch on their way to all subscriptions. Encodes a key once, however many subscriptions look for a prefix, and not at
 * all where none does. Reader's thread only.
 */
final class SharedStep<K, V> {
    private final List<Update<K, V>> updates;
    private final Interpreter<K, ?> interpreter;
    private byte @Nullable [] @Nullable [] encoded;

    SharedStep(List<Update<K, V>> updates, Interpreter<K, ?> interpreter) {
        this.updates = updates;
        this.interpreter = interpreter;
    }

    List<Update<K, V>> updates() {
        return updates;
    }

    byte[] encodedKey(int index) {
        byte @Nullable [] @Nullable [] all = encoded;
        if (all == null) {
            all = new byte[updates.size()][];
            encoded = all;
        }
        byte @Nullable [] key = all[index];
        if (key == null) {
            key = interpreter.encodeKey(updates.get(index).key());
            all[index] = key;
        }
        return key;
    }

    /** The encoded keys of some of the updates, which stand in their order here. */
    @SuppressWarnings("ReferenceEquality") // some are of these; two equal ones may be two
    List<ByteBuffer> encodedKeys(List<Update<K, V>> some) {
        List<ByteBuffer> keys = new ArrayList<>(some.size());
        for (int i = 0; keys.size() < some.size(); i++) {
            if (updates.get(i) == some.get(keys.size())) {
                keys.add(ByteBuffer.wrap(encodedKey(i)));
            }
        }
        return keys;
    }
}
