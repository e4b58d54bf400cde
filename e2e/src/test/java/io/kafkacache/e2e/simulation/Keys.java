package io.kafkacache.e2e.simulation;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The few keys of a simulation and where writers put them. Two writers disagree about each of the common keys, as murmur2 and CRC32 do; further
 * keys belong to one added partition each.
 */
final class Keys {
    static final int COMMON = 6;
    static final int ADDED = 3;

    private static final List<String> ALL = Stream.concat(
                    IntStream.range(0, COMMON).mapToObj(i -> "k" + i),
                    IntStream.range(0, ADDED).mapToObj(i -> "m" + i))
            .toList();

    private Keys() {}

    static List<String> all() {
        return ALL;
    }

    static String key(int number) {
        return ALL.get(Math.floorMod(number, ALL.size()));
    }

    static String common(int number) {
        return ALL.get(Math.floorMod(number, COMMON));
    }

    /** Where a writer puts a key, in a topic that had {@code first} partitions at first. */
    static int partition(String key, int writer, int first) {
        int number = key.charAt(1) - '0';
        return key.charAt(0) == 'k' ? (number + writer) % first : first + number;
    }

    static int partition(byte[] key, int writer, int first) {
        return partition(new String(key, StandardCharsets.UTF_8), writer, first);
    }
}
