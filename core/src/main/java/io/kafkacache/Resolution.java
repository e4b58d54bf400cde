package io.kafkacache;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What makes entries of records: the mappings and filters of a {@link Builder} as one. Immutable.
 *
 * @param <RK> the key of a record
 * @param <RV> the value of a record
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
public abstract sealed class Resolution<RK, RV, K, V> {
    private final String version;

    private Resolution(String version) {
        this.version = version;
    }

    /**
     * The value as it stands.
     *
     * @param <K> the key
     * @param <V> the value
     * @return the identity
     */
    static <K, V> Resolution<K, V, K, V> identity() {
        return new Values<>("", (key, value) -> value);
    }

    /**
     * Names what it does, so that what was made by another version is recognised.
     *
     * @return the versions of its parts, with commas between; empty for the identity
     */
    public final String version() {
        return version;
    }

    /**
     * Whether entries are records.
     *
     * @return true for the identity
     */
    public final boolean isIdentity() {
        return version.isEmpty();
    }

    final String versionWith(String next) {
        return isIdentity() ? next : version + "," + next;
    }

    /** The same, and then the value of each entry is made by a function; it leaves where that gives null. */
    abstract <W> Resolution<RK, RV, K, W> mapped(
            String next, BiFunction<? super K, ? super V, ? extends @Nullable W> function);

    /**
     * Each record is one entry with the record's own key, or none.
     *
     * @param <K> the key
     * @param <RV> the value of a record
     * @param <V> the value of an entry
     */
    public static final class Values<K, RV, V> extends Resolution<K, RV, K, V> {
        private final BiFunction<? super K, ? super RV, ? extends @Nullable V> function;

        private Values(String version, BiFunction<? super K, ? super RV, ? extends @Nullable V> function) {
            super(version);
            this.function = function;
        }

        /**
         * Makes the value of an entry.
         *
         * @param key the key
         * @param value the record's value
         * @return the entry's value, or null where the key is to leave
         */
        public @Nullable V value(K key, RV value) {
            return function.apply(key, value);
        }

        @Override
        <W> Resolution<K, RV, K, W> mapped(
                String next, BiFunction<? super K, ? super V, ? extends @Nullable W> mapping) {
            return new Values<>(versionWith(next), (key, value) -> {
                V resolved = value(key, value);
                return resolved == null ? null : mapping.apply(key, resolved);
            });
        }
    }
}
