package io.kafkacache.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * Users under UUID keys, the same ones in each run: record {@code i} is version {@code i / keys} of some key, each version of all keys in
 * another order. Values are {@link User} as JSON, of which the ids and the groups do not compress. Safe for any thread.
 *
 * @param records how many
 * @param keys how many different ones
 */
record Dataset(long records, int keys) {
    private static final long STRIDE = 15_485_863; // a prime: every key once in each pass, unless keys is its multiple

    String key(long record) {
        long number = (record % keys * STRIDE + record / keys * 7_919) % keys;
        return uuid(new SplittableRandom(number));
    }

    byte[] value(long record) {
        SplittableRandom random = new SplittableRandom(~record);
        int number = random.nextInt(10_000_000);
        return String.format(
                        Locale.ROOT,
                        "{\"id\":\"%s\",\"email\":\"user.%07d@example.org\",\"displayName\":\"User Number %05d\",\"groups\":[\"%s\",\"%s\"]}",
                        key(record),
                        number,
                        number % 100_000,
                        uuid(random),
                        uuid(random))
                .getBytes(UTF_8);
    }

    private static String uuid(SplittableRandom random) {
        return new UUID(random.nextLong(), random.nextLong()).toString();
    }
}
