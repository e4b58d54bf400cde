package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a {@linkplain ReadableCache#scan scan} gives, in which order, and how many. The order is that of the <em>encoded</em> keys: their bytes,
 * unsigned and lexicographic. That is the order of text in UTF-8, of UUIDs as text and of longs that are not negative; negative longs come behind.
 *
 * <pre>{@code
 * KeyRange.prefix("org-7/")                                    // all keys that begin so
 * KeyRange.prefix("org-7/").after("org-7/user-41").limit(100)  // the next page of them
 * KeyRange.from(1_000L).before(2_000L)                         // 1000 to 1999
 * KeyRange.all().reversed().limit(10)                          // the last ten, the highest first
 * }</pre>
 *
 * <p>Every bound narrows the range; bounds that exclude each other give an empty one. Immutable: each method gives a changed range. Safe for any thread.
 *
 * @param <K> the key
 */
public final class KeyRange<K> {
    private static final byte[] NOTHING = new byte[0];

    private final byte[] prefix;
    private final @Nullable Bound<K> lower;
    private final @Nullable Bound<K> upper;
    private final boolean reversed;
    private final long limit;

    private KeyRange(byte[] prefix, @Nullable Bound<K> lower, @Nullable Bound<K> upper, boolean reversed, long limit) {
        this.prefix = prefix;
        this.lower = lower;
        this.upper = upper;
        this.reversed = reversed;
        this.limit = limit;
    }

    private record Bound<K>(K key, boolean inclusive) {
        Bound {
            Objects.requireNonNull(key, "key");
        }
    }

    /**
     * Every key, the lowest first.
     *
     * @param <K> the key
     * @return the range
     */
    public static <K> KeyRange<K> all() {
        return prefix(NOTHING);
    }

    /**
     * The keys whose encoded bytes start with this text in UTF-8.
     *
     * @param <K> the key
     * @param text the beginning of the key
     * @return the range
     * @throws IllegalArgumentException where UTF-8 cannot write it: it was cut in the midst of a surrogate pair
     */
    public static <K> KeyRange<K> prefix(String text) {
        return prefix(utf8(text));
    }

    /** {@code getBytes} would write a question mark for half a character, and the range would be that of other keys. */
    static byte[] utf8(String prefix) {
        try {
            ByteBuffer encoded = UTF_8.newEncoder().encode(CharBuffer.wrap(prefix));
            byte[] bytes = new byte[encoded.remaining()];
            encoded.get(bytes);
            return bytes;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "prefix: the text has half a surrogate pair, which UTF-8 cannot write; cut it elsewhere", e);
        }
    }

    /**
     * The keys whose encoded bytes start so.
     *
     * @param <K> the key
     * @param encodedPrefix the first bytes
     * @return the range
     */
    public static <K> KeyRange<K> prefix(byte[] encodedPrefix) {
        return new KeyRange<>(encodedPrefix.clone(), null, null, false, Long.MAX_VALUE);
    }

    /**
     * Nothing below this key. Takes the place of a lower bound set before.
     *
     * @param key the lowest key, which need not be there
     * @return a changed range
     */
    public KeyRange<K> from(K key) {
        return new KeyRange<>(prefix, new Bound<>(key, true), upper, reversed, limit);
    }

    /**
     * Only what is above this key. Takes the place of a lower bound set before.
     *
     * @param key the key below the lowest one
     * @return a changed range
     */
    public KeyRange<K> after(K key) {
        return new KeyRange<>(prefix, new Bound<>(key, false), upper, reversed, limit);
    }

    /**
     * Nothing above this key. Takes the place of an upper bound set before.
     *
     * @param key the highest key, which need not be there
     * @return a changed range
     */
    public KeyRange<K> through(K key) {
        return new KeyRange<>(prefix, lower, new Bound<>(key, true), reversed, limit);
    }

    /**
     * Only what is below this key. Takes the place of an upper bound set before.
     *
     * @param key the key above the highest one
     * @return a changed range
     */
    public KeyRange<K> before(K key) {
        return new KeyRange<>(prefix, lower, new Bound<>(key, false), reversed, limit);
    }

    /**
     * The other way round: the highest first, or the lowest again.
     *
     * @return a changed range
     */
    public KeyRange<K> reversed() {
        return new KeyRange<>(prefix, lower, upper, !reversed, limit);
    }

    /**
     * The first ones only.
     *
     * @param entries how many at most, from 0
     * @return a changed range
     * @throws IllegalArgumentException where it is negative
     */
    public KeyRange<K> limit(long entries) {
        if (entries < 0) {
            throw new IllegalArgumentException("limit=" + entries + " must be at least 0");
        }
        return new KeyRange<>(prefix, lower, upper, reversed, entries);
    }

    /**
     * The range in encoded keys.
     *
     * @param encode encodes a key, as the cache's codec does
     * @return what a store is asked for
     */
    public ByteRange encoded(Function<? super K, byte[]> encode) {
        byte[] lowest = prefix;
        byte[] above = successorOfPrefix(prefix);
        if (lower != null) {
            byte[] key = encode.apply(lower.key);
            byte[] bound = lower.inclusive ? key : successor(key);
            lowest = Arrays.compareUnsigned(bound, lowest) > 0 ? bound : lowest;
        }
        if (upper != null) {
            byte[] key = encode.apply(upper.key);
            byte[] bound = upper.inclusive ? successor(key) : key;
            above = above == null || Arrays.compareUnsigned(bound, above) < 0 ? bound : above;
        }
        return new ByteRange(lowest, above, reversed, limit);
    }

    /** The lowest key above this one. */
    private static byte[] successor(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }

    /** The lowest key above all that start so; null where there is none. */
    private static byte @Nullable [] successorOfPrefix(byte[] prefix) {
        int length = prefix.length;
        while (length > 0 && prefix[length - 1] == (byte) 0xff) {
            length--;
        }
        if (length == 0) {
            return null;
        }
        byte[] above = Arrays.copyOf(prefix, length);
        above[length - 1]++;
        return above;
    }

    @Override
    public String toString() {
        return "KeyRange[" + (prefix.length == 0 ? "" : "prefix of " + prefix.length + " bytes ")
                + (lower == null ? "start" : lower.inclusive ? "from a key" : "after a key") + " to "
                + (upper == null ? "end" : upper.inclusive ? "a key, inclusive" : "before a key")
                + (reversed ? ", reversed" : "") + (limit == Long.MAX_VALUE ? "" : ", limit " + limit) + "]";
    }
}
