package io.kafkacache;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What makes the value of an entry from the value of a record: the mappings and filters of a {@link Builder} as one function. Immutable.
 *
 * @param <RV> the value of a record
 * @param <K> the key
 * @param <V> the value of an entry
 * @param version names the function, so that what was made by another version is recognised; empty for the identity
 * @param function gives the entry's value, or null where the key is to leave
 */
public record Resolution<RV, K, V>(String version, BiFunction<? super K, ? super RV, ? extends @Nullable V> function) {
    /**
     * The value as it stands.
     *
     * @param <K> the key
     * @param <V> the value
     * @return the identity
     */
    static <K, V> Resolution<V, K, V> identity() {
        return new Resolution<>("", (key, value) -> value);
    }

    /**
     * Whether entries are records.
     *
     * @return true for the identity
     */
    public boolean isIdentity() {
        return version.isEmpty();
    }

    <W> Resolution<RV, K, W> then(String nextVersion, BiFunction<? super K, ? super V, ? extends @Nullable W> next) {
        return new Resolution<>(isIdentity() ? nextVersion : version + "," + nextVersion, (key, value) -> {
            V resolved = function.apply(key, value);
            return resolved == null ? null : next.apply(key, resolved);
        });
    }
}
