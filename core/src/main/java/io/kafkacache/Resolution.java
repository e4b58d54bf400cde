package io.kafkacache;

import io.kafkacache.codec.Codec;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What makes entries of records: the resolvers, mappings and filters of a {@link Builder} as one. Immutable.
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

    /** The same, and then each entry yields others. */
    abstract <L, W> Batches<RK, RV, L, W> resolved(
            String next, Codec<L> keyCodec, Resolver<? super K, ? super V, ? extends L, ? extends W> resolver);

    private static <K, V> void each(
            Map<? extends K, ? extends V> resolved, BiConsumer<? super @Nullable K, ? super @Nullable V> entries) {
        resolved.forEach(entries);
    }

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

        @Override
        <L, W> Batches<K, RV, L, W> resolved(
                String next, Codec<L> keyCodec, Resolver<? super K, ? super V, ? extends L, ? extends W> resolver) {
            return new Batches<>(versionWith(next), keyCodec, (key, value, entries) -> {
                V resolved = value(key, value);
                if (resolved != null) {
                    each(resolver.resolve(key, resolved), entries);
                }
            });
        }
    }

    /**
     * Each record yields any number of entries with keys of their own.
     *
     * @param <RK> the key of a record
     * @param <RV> the value of a record
     * @param <K> the key of an entry
     * @param <V> the value of an entry
     */
    public static final class Batches<RK, RV, K, V> extends Resolution<RK, RV, K, V> {
        private final Codec<K> keyCodec;
        private final Yielding<RK, RV, K, V> yielding;

        private Batches(String version, Codec<K> keyCodec, Yielding<RK, RV, K, V> yielding) {
            super(version);
            this.keyCodec = keyCodec;
            this.yielding = yielding;
        }

        /**
         * For the keys of entries.
         *
         * @return the codec
         */
        public Codec<K> keyCodec() {
            return keyCodec;
        }

        /**
         * Makes the entries of a record.
         *
         * @param key the record's key
         * @param value the record's value
         * @param entries is given each key and value as the resolver gave them: a null, or one key twice, is not looked for here
         */
        public void resolve(RK key, RV value, BiConsumer<? super @Nullable K, ? super @Nullable V> entries) {
            yielding.resolve(key, value, entries);
        }

        @Override
        <W> Batches<RK, RV, K, W> mapped(
                String next, BiFunction<? super K, ? super V, ? extends @Nullable W> function) {
            return then(next, keyCodec, (key, value, entries) -> {
                W mapped = function.apply(key, value);
                if (mapped != null) {
                    entries.accept(key, mapped);
                }
            });
        }

        @Override
        <L, W> Batches<RK, RV, L, W> resolved(
                String next, Codec<L> nextKeyCodec, Resolver<? super K, ? super V, ? extends L, ? extends W> resolver) {
            return then(next, nextKeyCodec, (key, value, entries) -> each(resolver.resolve(key, value), entries));
        }

        /** A null is handed on as it is, for whoever looks for it. */
        private <L, W> Batches<RK, RV, L, W> then(String next, Codec<L> nextKeyCodec, Yielding<K, V, L, W> behind) {
            return new Batches<>(
                    versionWith(next),
                    nextKeyCodec,
                    (recordKey, recordValue, entries) -> resolve(recordKey, recordValue, (key, value) -> {
                        if (key == null || value == null) {
                            entries.accept(null, null);
                        } else {
                            behind.resolve(key, value, entries);
                        }
                    }));
        }

        /** As a {@link Resolver}, which may yield a key twice. */
        @FunctionalInterface
        private interface Yielding<RK, RV, K, V> {
            void resolve(RK key, RV value, BiConsumer<? super @Nullable K, ? super @Nullable V> entries);
        }
    }
}
