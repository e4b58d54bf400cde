package io.kafkacache;

import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a subscription wants to be told. Immutable: each method gives changed options. Default: every key, every update, from now on, at most
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
    private final boolean coalescing;
    private final @Nullable String resumeToken;

    private ListenOptions(
            boolean stateFirst,
            @Nullable Set<K> keys,
            byte[] prefix,
            int maxPending,
            boolean coalescing,
            @Nullable String resumeToken) {
        this.stateFirst = stateFirst;
        this.keys = keys;
        this.prefix = prefix;
        this.maxPending = maxPending;
        this.coalescing = coalescing;
        this.resumeToken = resumeToken;
    }

    /**
     * Updates from now on, or from ready on where the cache is not ready yet.
     *
     * @param <K> the key
     * @return the options
     */
    public static <K> ListenOptions<K> fromNow() {
        return new ListenOptions<>(false, null, new byte[0], DEFAULT_MAX_PENDING, false, null);
    }

    /**
     * The whole state first, then every later update, without a gap between them.
     *
     * @param <K> the key
     * @return the options
     */
    public static <K> ListenOptions<K> stateFirst() {
        return new ListenOptions<>(true, null, new byte[0], DEFAULT_MAX_PENDING, false, null);
    }

    /**
     * Only these keys.
     *
     * @param wanted the keys, compared by {@code equals}
     * @return changed options
     */
    public ListenOptions<K> keys(Set<? extends K> wanted) {
        return new ListenOptions<>(stateFirst, Set.copyOf(wanted), prefix, maxPending, coalescing, resumeToken);
    }

    /**
     * Only keys whose encoded bytes start so.
     *
     * @param encodedPrefix the first bytes
     * @return changed options
     */
    public ListenOptions<K> prefix(byte[] encodedPrefix) {
        return new ListenOptions<>(stateFirst, keys, encodedPrefix.clone(), maxPending, coalescing, resumeToken);
    }

    /**
     * Only keys whose encoded bytes start with this text in UTF-8.
     *
     * @param text the beginning of the key
     * @return changed options
     * @throws IllegalArgumentException where UTF-8 cannot write it: it was cut in the midst of a surrogate pair
     */
    public ListenOptions<K> prefix(String text) {
        return prefix(KeyRange.utf8(text));
    }

    /**
     * How many updates, of the wanted keys, may wait before the subscription is given up with {@link UpdateListener#onGone}. A batch that
     * is larger than this does not end a listener that waits for it idly. Where they are {@linkplain #coalescing() coalesced}, how many keys.
     *
     * @param updates at least 1; default 100,000; neither the initial state nor what is resumed counts
     * @return changed options
     * @throws IllegalArgumentException where it is below 1
     */
    public ListenOptions<K> maxPending(int updates) {
        if (updates < 1) {
            throw new IllegalArgumentException("maxPending=" + updates + " must be at least 1");
        }
        return new ListenOptions<>(stateFirst, keys, prefix, updates, coalescing, resumeToken);
    }

    /**
     * Merges what waits of one key while the listener is behind: the entry before its first update, and all else of its last, in whose place it is
     * told. A key that came and left meanwhile is not told at all. Without this every update is told.
     *
     * @return changed options
     */
    public ListenOptions<K> coalescing() {
        return new ListenOptions<>(stateFirst, keys, prefix, maxPending, true, resumeToken);
    }

    /**
     * Goes on behind what a token covers, in place of the state or of now: first {@link UpdateListener#onInitialStateDone}, then what was missed,
     * then what comes, each update once. The token covers whatever keys were wanted when it was told; want the same ones.
     *
     * <p>This cache serves its own tokens while its {@linkplain Builder#history history} still has all that followed. It serves those of
     * another cache of the topic, in another process or before a restart, if entries are made by the same version, of the same isolation, from the
     * same start and with the same consequences of rejected records, if both {@code validateReads} or neither does (give both the same rules), and
     * its own history reaches back to all positions of the token; where this cache is behind the token, it waits until it has passed it, or is at
     * the head without that, for the log has lost what the token covers. Such a listener is told what stands behind the token in the order of this
     * cache, and may be told again of entries that left by retention. Under {@link OnRejected#KEEP_PREVIOUS} and with {@code validateMutations} no
     * two caches need show the same, so tokens of another cache are not served; nor are they where the leader epochs do not say that both have read
     * the same log. In every other case the subscription ends with {@link UpdateListener#onGone}, without the state; so it does when the topic is
     * deleted and made again later, for a token is of one topic.
     *
     * @param token what {@link UpdateListener#onBookmark} gave, of this or another cache of the topic
     * @return changed options; {@code listen} and {@code asPublisher} throw {@link IllegalArgumentException} where the token is not one
     */
    public ListenOptions<K> resume(String token) {
        return new ListenOptions<>(false, keys, prefix, maxPending, coalescing, Objects.requireNonNull(token, "token"));
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

    /**
     * Whether what waits of one key is merged.
     *
     * @return true where it is
     */
    public boolean isCoalescing() {
        return coalescing;
    }

    /**
     * What to go on behind.
     *
     * @return the token, not checked yet; null where it does not resume
     */
    public @Nullable String resumeToken() {
        return resumeToken;
    }
}
