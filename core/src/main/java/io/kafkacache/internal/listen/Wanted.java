package io.kafkacache.internal.listen;

import io.kafkacache.Interpreter;
import io.kafkacache.ListenOptions;
import io.kafkacache.Update;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What one subscription wants. Its filters may throw what the key's {@code equals} or its codec throws. Immutable. */
final class Wanted<K> {
    private final boolean stateFirst;
    private final int maxPending;
    private final boolean coalescing;
    private final @Nullable Token token;
    private final @Nullable Set<K> keys;
    private final byte[] prefix;
    private final Interpreter<K, ?> interpreter;

    /** Throws {@link IllegalArgumentException} where the options hold a token that is none. */
    Wanted(ListenOptions<K> options, Interpreter<K, ?> interpreter) {
        this.stateFirst = options.isStateFirst();
        this.maxPending = options.maxPending();
        this.coalescing = options.isCoalescing();
        String resumed = options.resumeToken();
        this.token = resumed == null ? null : Token.parse(resumed);
        this.keys = options.wantedKeys();
        this.prefix = options.wantedPrefix();
        this.interpreter = interpreter;
    }

    boolean stateFirst() {
        return stateFirst;
    }

    int maxPending() {
        return maxPending;
    }

    boolean coalescing() {
        return coalescing;
    }

    /** What to go on behind, or null. */
    @Nullable
    Token token() {
        return token;
    }

    boolean includes(K key) {
        return isListed(key) && (prefix.length == 0 || hasPrefix(interpreter.encodeKey(key)));
    }

    /** The wanted updates of a step: the step's own list where all are. */
    <V> List<Update<K, V>> of(SharedStep<K, V> step) {
        List<Update<K, V>> all = step.updates();
        if (keys == null && prefix.length == 0) {
            return all;
        }
        List<Update<K, V>> wanted = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (isListed(all.get(i).key()) && (prefix.length == 0 || hasPrefix(step.encodedKey(i)))) {
                wanted.add(all.get(i));
            }
        }
        return wanted.size() == all.size() ? all : Collections.unmodifiableList(wanted);
    }

    /** The same of a step that nobody shares. */
    <V> List<Update<K, V>> of(List<Update<K, V>> step) {
        return step.stream().filter(update -> includes(update.key())).toList();
    }

    private boolean isListed(K key) {
        return keys == null || keys.contains(key);
    }

    private boolean hasPrefix(byte[] encoded) {
        return encoded.length >= prefix.length && Arrays.equals(encoded, 0, prefix.length, prefix, 0, prefix.length);
    }
}
