package io.kafkacache.e2e.cluster;

import io.kafkacache.KeyPartitioner;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The keys, by what can be said of them. {@link #SINGLE} and {@link #TRANSACTIONAL} ones are always written to one partition, however many there
 * are, so that their offsets say which record is newest. {@link #MIXED} ones go where each writer's own partitioner wants them.
 */
final class Keys {
    static final int FIRST_PARTITIONS = 3;
    static final List<String> SINGLE = numbered("single-", 60);
    static final List<String> TRANSACTIONAL = numbered("transactional-", 20);
    static final List<String> MIXED = numbered("mixed-", 40);

    private Keys() {}

    private static List<String> numbered(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> prefix + i).toList();
    }

    static Stream<String> all() {
        return Stream.of(SINGLE, TRANSACTIONAL, MIXED).flatMap(List::stream);
    }

    static boolean isMixed(String key) {
        return key.startsWith("mixed-");
    }

    static boolean isTransactional(String key) {
        return key.startsWith("transactional-");
    }

    static String any(List<String> keys, Random random) {
        return keys.get(random.nextInt(keys.size()));
    }

    /** Where a writer puts a key. */
    static KeyPartitioner partitioner(KeyPartitioner ofMixed) {
        return (bytes, partitions) -> isMixed(new String(bytes, StandardCharsets.UTF_8))
                ? ofMixed.partition(bytes, partitions)
                : KeyPartitioner.murmur2().partition(bytes, FIRST_PARTITIONS);
    }
}
