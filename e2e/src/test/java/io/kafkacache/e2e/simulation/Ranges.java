package io.kafkacache.e2e.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.ByteRange;
import io.kafkacache.KeyRange;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Ranges of keys that are scanned, and what is to be found in them. The keys are ASCII, so their order is that of their bytes. */
final class Ranges {
    private static final List<KeyRange<String>> ALL = List.of(
            KeyRange.all(),
            KeyRange.<String>all().from("k1").before("k4"),
            KeyRange.<String>all().after("k1").through("k4").reversed(),
            KeyRange.<String>prefix("k").limit(2),
            KeyRange.<String>prefix("x").reversed().limit(1),
            KeyRange.<String>all().from("k4").before("k2"),
            KeyRange.<String>all().after("k3"));

    static final int COUNT = ALL.size();

    private Ranges() {}

    /** The range with a number, counted around. */
    static KeyRange<String> of(int number) {
        return ALL.get(Math.floorMod(number, COUNT));
    }

    /** Those of some keys, which are in order, that a range gives. */
    static List<String> within(KeyRange<String> range, List<String> keys) {
        ByteRange encoded = range.encoded(key -> key.getBytes(UTF_8));
        List<String> within = new ArrayList<>(keys);
        within.removeIf(key -> !isWithin(encoded, key.getBytes(UTF_8)));
        if (encoded.isReversed()) {
            Collections.reverse(within);
        }
        return within.subList(0, (int) Math.min(encoded.limit(), within.size()));
    }

    private static boolean isWithin(ByteRange range, byte[] key) {
        byte[] upper = range.upper();
        return Arrays.compareUnsigned(key, range.lower()) >= 0
                && (upper == null || Arrays.compareUnsigned(key, upper) < 0);
    }
}
