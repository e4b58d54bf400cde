package io.kafkacache;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A range of encoded keys, as a {@link Store} is asked for it: what a {@link KeyRange} comes to once its bounds are encoded. The order is that of the
 * bytes, unsigned and lexicographic. Immutable; nobody may change the arrays it gives.
 */
public final class ByteRange {
    private final byte[] lower;
    private final byte @Nullable [] upper;
    private final boolean reversed;
    private final long limit;

    ByteRange(byte[] lower, byte @Nullable [] upper, boolean reversed, long limit) {
        this.lower = lower;
        this.upper = upper;
        this.reversed = reversed;
        this.limit = limit;
    }

    /**
     * A range.
     *
     * @param lower the lowest key; empty where nothing bounds it
     * @param upper what is just above the highest key, or null where nothing bounds it
     * @param reversed whether the highest comes first
     * @param limit how many are wanted at most, from 0; {@link Long#MAX_VALUE} for all
     * @return the range
     */
    public static ByteRange of(byte[] lower, byte @Nullable [] upper, boolean reversed, long limit) {
        if (limit < 0) {
            throw new IllegalArgumentException("limit=" + limit + " must be at least 0");
        }
        return new ByteRange(
                Objects.requireNonNull(lower, "lower").clone(), upper == null ? null : upper.clone(), reversed, limit);
    }

    /**
     * The lowest key.
     *
     * @return its bytes, inclusive; empty where nothing bounds it
     */
    public byte[] lower() {
        return lower;
    }

    /**
     * What is just above the highest key.
     *
     * @return its bytes, exclusive; null where nothing bounds it
     */
    public byte @Nullable [] upper() {
        return upper;
    }

    /**
     * Whether the highest key comes first.
     *
     * @return true for descending order
     */
    public boolean isReversed() {
        return reversed;
    }

    /**
     * How many are wanted at most.
     *
     * @return at least 0; {@link Long#MAX_VALUE} for all
     */
    public long limit() {
        return limit;
    }

    /**
     * Whether a key lies between the bounds.
     *
     * @param key the encoded key
     * @return true where it does
     */
    public boolean contains(byte[] key) {
        return Arrays.compareUnsigned(key, lower) >= 0 && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
    }

    @Override
    public String toString() {
        return "[" + lower.length + " bytes, " + (upper == null ? "end" : upper.length + " bytes") + ")"
                + (reversed ? " reversed" : "") + (limit == Long.MAX_VALUE ? "" : " limit " + limit);
    }
}
