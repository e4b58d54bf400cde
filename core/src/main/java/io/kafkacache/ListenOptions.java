package io.kafkacache;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription wants to be told. Immutable: each method gives changed options. Default: every key, from now on, at most
 * 100,000 pending updates.
 *
 * @param <K> the key
 */
public final class ListenOptions<K> {
    private static final int DEFAULT_MAX_PENDING = 100_000;

    private final boolean stateFirst;
    private final @Nullable Set<K> keys;
    private final byte[] prefix;
    private final int maxPending;

    private ListenOptions(boolean stateFirst, @Nullable Set<K> keys, byte[] prefix, int maxPending) {
        this.stateFirst = stateFirst;
        this.keys = keys;
        this.prefix = prefix;
        this.maxPending = maxPending;
    }

    /**
     * Updates from now on, or from ready on where the cache is not ready yet.
     *
     * @param <K> the key
     * @return the options
     */
    public static <K> ListenOptions<K> fromNow() {
        return new ListenOptions<>(false, null, new byte[0], DEFAULT_MAX_PENDING);
    }

    /**
     * The whole state first, then every later update, without a gap between them.
     *
     * @param <K> the key
     * @return the options
     */
    public static <K> ListenOptions<K> stateFirst() {
        return new ListenOptions<>(true, null, new byte[0], DEFAULT_MAX_PENDING);
    }

    /**
     * Only these keys.
     *
     * @param wanted the keys, compared by {@code equals}
     * @return changed options
     */
    public ListenOptions<K> keys(Set<? extends K> wanted) {
        return new ListenOptions<>(stateFirst, Set.copyOf(wanted), prefix, maxPending);
    }

    /**
     * Only keys whose encoded bytes start so.
     *
     * @param encodedPrefix the first bytes
     * @return changed options
     */
    public ListenOptions<K> prefix(byte[] encodedPrefix) {
        return new ListenOptions<>(stateFirst, keys, encodedPrefix.clone(), maxPending);
    }

    /**
     * Only keys whose encoded bytes start with this text in UTF-8.
     *
     * @param text the beginning of the key
     * @return changed options
     */
    public ListenOptions<K> prefix(String text) {
        return prefix(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How many updates, of the wanted keys, may wait before the subscription is given up with {@link UpdateListener#onGone}. A batch that
     * is larger than this does not end a listener that waits for it idly.
     *
     * @param updates at least 1; default 100,000; the initial state does not count
     * @return changed options
     * @throws IllegalArgumentException where it is below 1
     */
    public ListenOptions<K> maxPending(int updates) {
        if (updates < 1) {
            throw new IllegalArgumentException("maxPending=" + updates + " must be at least 1");
        }
        return new ListenOptions<>(stateFirst, keys, prefix, updates);
    }

    /**
     * Whether the state comes first.
     *
     * @return true where the initial state is told
     */
    public boolean isStateFirst() {
        return stateFirst;
    }

    /**
     * The wanted keys.
     *
     * @return an unmodifiable set, or null for every key
     */
    public @Nullable Set<K> wantedKeys() {
        return keys;
    }

    /**
     * The wanted beginning of the encoded key.
     *
     * @return a copy, empty for every key
     */
    public byte[] wantedPrefix() {
        return prefix.clone();
    }

    /**
     * The bound of pending updates.
     *
     * @return at least 1
     */
    public int maxPending() {
        return maxPending;
    }
}
