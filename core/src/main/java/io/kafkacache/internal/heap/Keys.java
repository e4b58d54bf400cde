package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Interpreter;
import java.util.SplittableRandom;

/**
 * How a table finds its keys: by the decoded key or by its encoded bytes. A <em>probe</em> is what is looked up (the key, or its bytes); a
 * <em>cell</em> is what stands in the table; its <em>content</em> is an {@link io.kafkacache.Entry}, {@link Pending}, {@link Gone} or {@link
 * Contested}. Safe for any thread.
 *
 * <p>Hashes are seeded, each store anew: a cache filled in the hash order of another one would otherwise fill its table from one end,
 * which makes linear probing quadratic.
 *
 * @param <K> the key
 */
abstract sealed class Keys<K> permits DecodedKeys, EncodedKeys {
    static <K> Keys<K> of(Interpreter<K, ?> interpreter) {
        return interpreter.keysAreBytes() ? new DecodedKeys<>(interpreter, (int) seed()) : encoded(interpreter);
    }

    /** Keys that are found by their bytes whatever they are. */
    static <K> Keys<K> encoded(Interpreter<K, ?> interpreter) {
        return new EncodedKeys<>(interpreter, seed());
    }

    private static long seed() {
        return new SplittableRandom().nextLong();
    }

    /** The probe for a lookup. */
    abstract Object probe(K key);

    /** The probe for a record; lives as long as the change. */
    abstract Object probe(Change<K, ?> change);

    /** A hash whose bits are all used, to be passed through {@link Segment#tag}. */
    abstract int hash(Object probe);

    /** Whether this cell is that of the probe. */
    abstract boolean matches(Object cell, Object probe);

    /** A cell for a key that had none. */
    abstract Object newCell(Object probe, Object content);

    /** A cell for a key that has one. */
    abstract Object nextCell(Object cell, Object content);

    /** What a cell holds. */
    abstract Object content(Object cell);

    /** The encoded key of a cell, which nobody must change. */
    abstract byte[] bytes(Object cell);
}
