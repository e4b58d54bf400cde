package io.kafkacache.internal.heap;

import io.kafkacache.Change;
import io.kafkacache.Entry;
import io.kafkacache.Interpreter;

/**
 * Finds keys by {@code equals} and {@code hashCode}; the content is the cell, so an entry costs the table nothing but a reference.
 *
 * @param <K> the key
 */
final class DecodedKeys<K> extends Keys<K> {
    private final Interpreter<K, ?> interpreter;
    private final int seed;

    DecodedKeys(Interpreter<K, ?> interpreter, int seed) {
        this.interpreter = interpreter;
        this.seed = seed;
    }

    @Override
    Object probe(K key) {
        return key;
    }

    @Override
    Object probe(Change<K, ?> change) {
        return change.key();
    }

    @Override
    int hash(Object probe) {
        int h = probe.hashCode() ^ seed; // the finalizer of MurmurHash3
        h = (h ^ (h >>> 16)) * 0x85ebca6b;
        h = (h ^ (h >>> 13)) * 0xc2b2ae35;
        return h ^ (h >>> 16);
    }

    @Override
    boolean matches(Object cell, Object probe) {
        Object key = cell instanceof Entry<?, ?> entry ? entry.key() : Fold.key(cell);
        return key == probe || probe.equals(key);
    }

    @Override
    Object newCell(Object probe, Object content) {
        return content;
    }

    @Override
    Object nextCell(Object cell, Object content) {
        return content;
    }

    @Override
    Object content(Object cell) {
        return cell;
    }

    @Override
    @SuppressWarnings("unchecked") // the contents of one store are of one type
    byte[] bytes(Object cell) {
        return interpreter.encodeKey((K) Fold.key(cell));
    }
}
