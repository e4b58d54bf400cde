package io.kafkacache;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a cache holds, as one number for each partition: the sum, modulo 2⁶⁴, of a hash of (encoded key, partition, offset) over its entries. Two
 * caches of a topic that have both passed a position must agree there. The last positions of each partition are kept with their sums, so that two
 * that are not equally far can be compared. Immutable.
 *
 * <p>Equality is promised for {@link Isolation#READ_COMMITTED}, keys that stand on one partition, no retained entries ({@link
 * OnRejected#KEEP_PREVIOUS}; they are left out), equal log starts, the same resolver, no {@link
 * Builder#validateMutations} that removes, and caches that read from the beginning. The offset stands for
 * the value: a record never changes. A cache that is behind may differ where the cleaner took a record ahead of it, until it has met what superseded
 * that one: where two differ at the position of the one that is behind, compare again later.
 */
public final class Fingerprint {
    private final @Nullable String topicId;
    private final List<Sums> partitions;

    /**
     * What one partition's sum was at its last positions. Immutable.
     *
     * @param partition the partition
     * @param position the position now
     * @param positions ascending; the sum of the same index holds from this position on, up to the next one's
     * @param sums the sums
     */
    @SuppressWarnings("ArrayRecordComponent") // copied in and out
    public record Sums(int partition, long position, long[] positions, long[] sums) {
        /**
         * Copies the arrays.
         *
         * @param partition the partition
         * @param position the position now
         * @param positions ascending
         * @param sums as many
         * @throws IllegalArgumentException where there are not as many sums as positions, or none
         */
        public Sums {
            if (positions.length != sums.length || positions.length == 0) {
                throw new IllegalArgumentException(positions.length + " positions and " + sums.length
                        + " sums: there must be as many, and at least one");
            }
            positions = positions.clone();
            sums = sums.clone();
        }

        /**
         * The positions at which the sum changed.
         *
         * @return a copy, ascending
         */
        @Override
        public long[] positions() {
            return positions.clone();
        }

        /**
         * The sums from each of the positions on.
         *
         * @return a copy, as many as positions
         */
        @Override
        public long[] sums() {
            return sums.clone();
        }

        /**
         * The sum at a position.
         *
         * @param at the position
         * @return the sum, or null where it is not kept any more, or the position is not reached
         */
        public @Nullable Long at(long at) {
            if (at > position || at < positions[0]) {
                return null;
            }
            int found = Arrays.binarySearch(positions, at);
            return sums[found >= 0 ? found : -found - 2];
        }
    }

    /**
     * Puts one together.
     *
     * @param topicId the topic's id; null where it is not known
     * @param partitions the partitions, in order from 0
     */
    public Fingerprint(@Nullable String topicId, List<Sums> partitions) {
        this.topicId = topicId;
        this.partitions = List.copyOf(partitions);
    }

    /**
     * The topic that was read.
     *
     * @return its id, or null where it is not known
     */
    public @Nullable String topicId() {
        return topicId;
    }

    /**
     * The sums of each partition.
     *
     * @return in order from 0; empty while they are not known yet
     */
    public List<Sums> partitions() {
        return partitions;
    }

    /**
     * Compares two caches of a topic.
     *
     * @param other the other one's
     * @return a line for each partition that both have
     */
    public List<Comparison> compare(Fingerprint other) {
        List<Comparison> lines = new ArrayList<>();
        for (int p = 0; p < Math.min(partitions.size(), other.partitions.size()); p++) {
            lines.add(compare(partitions.get(p), other.partitions.get(p)));
        }
        return lines;
    }

    /**
     * All of it as one JSON object, for another process to be compared with: what {@code kafka-cache verify --against} takes, from an endpoint for
     * instance. Sums are hexadecimal and unsigned, for a JSON number need not hold 64 bits.
     *
     * @return {@code {"topicId":…,"partitions":[{"partition":0,"position":12,"fingerprint":"…","sums":[[10,"…"],[12,"…"]]}]}}
     */
    public String toJson() {
        StringBuilder json = new StringBuilder("{\"topicId\":")
                .append(topicId == null ? "null" : '"' + topicId + '"')
                .append(",\"partitions\":[");
        for (Sums of : partitions) {
            json.append(of.partition > 0 ? "," : "");
            json.append("{\"partition\":").append(of.partition);
            json.append(",\"position\":").append(of.position);
            json.append(",\"fingerprint\":").append(hex(of.sums[of.sums.length - 1]));
            json.append(",\"sums\":[");
            for (int i = 0; i < of.sums.length; i++) {
                json.append(i > 0 ? "," : "").append('[').append(of.positions[i]);
                json.append(',').append(hex(of.sums[i])).append(']');
            }
            json.append("]}");
        }
        return json.append("]}").toString();
    }

    private static String hex(long sum) {
        return '"' + HexFormat.of().toHexDigits(sum) + '"';
    }

    private static Comparison compare(Sums one, Sums other) {
        long position = Math.min(one.position, other.position);
        Long mine = one.at(position);
        Long theirs = other.at(position);
        Outcome outcome = mine == null || theirs == null
                ? Outcome.NOT_COMPARABLE
                : mine.equals(theirs) ? Outcome.EQUAL : Outcome.DIFFERENT;
        return new Comparison(one.partition, position, mine, theirs, outcome);
    }

    /**
     * One partition compared.
     *
     * @param partition the partition
     * @param position where both were compared
     * @param one the sum of the one there; null where it is not kept
     * @param other the sum of the other there; null where it is not kept
     * @param outcome what came of it
     */
    public record Comparison(
            int partition,
            long position,
            @Nullable Long one,
            @Nullable Long other,
            Outcome outcome) {}

    /** What a comparison of one partition came to. */
    public enum Outcome {
        /** Both hold the same records there. */
        EQUAL,
        /** They do not. */
        DIFFERENT,
        /** One of them has not kept the sum of a position that both have passed. */
        NOT_COMPARABLE
    }
}
