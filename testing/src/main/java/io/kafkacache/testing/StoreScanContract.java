package io.kafkacache.testing;

import static io.kafkacache.testing.TestChange.at;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.ByteRange;
import io.kafkacache.Entry;
import io.kafkacache.KeyRange;
import io.kafkacache.RejectedRecordException;
import io.kafkacache.Scan;
import io.kafkacache.View;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What scans give, of a store and of its views. */
abstract class StoreScanContract extends StoreReadersContract {
    private static final KeyRange<String> ALL = KeyRange.all();

    @Test
    void scansGiveTheOrderOfTheEncodedKeysUnsigned() {
        replay(
                at(0, 1, 10).pending("b", "2"),
                at(0, 2, 10).pending("\uffff", "5"),
                at(0, 3, 10).pending("", "0"),
                at(0, 4, 10).pending("aa", "1"),
                at(0, 5, 10).pending("ä", "3"),
                at(0, 6, 10).pending("\ud83d\ude00", "6"), // below U+FFFF in UTF-16, above it in UTF-8
                at(0, 7, 10).pending("ääa", "4"));
        assertThat(values(ALL)).containsExactly("0", "1", "2", "3", "4", "5", "6");

        replayed();

        assertThat(values(ALL)).containsExactly("0", "1", "2", "3", "4", "5", "6");
        assertThat(values(ALL.reversed())).containsExactly("6", "5", "4", "3", "2", "1", "0");
        assertThat(keys(ALL.limit(3))).containsExactly("", "aa", "b");
    }

    @Test
    void boundsAreInclusiveOrExclusive() {
        fill("a", "b", "ba", "bb", "c");

        assertThat(keys(ALL.from("b"))).containsExactly("b", "ba", "bb", "c");
        assertThat(keys(ALL.after("b"))).containsExactly("ba", "bb", "c");
        assertThat(keys(ALL.through("bb"))).containsExactly("a", "b", "ba", "bb");
        assertThat(keys(ALL.before("bb"))).containsExactly("a", "b", "ba");
        assertThat(keys(ALL.from("aa").before("bab"))).containsExactly("b", "ba");
        assertThat(keys(KeyRange.prefix("b"))).containsExactly("b", "ba", "bb");
        assertThat(keys(prefix("b").after("b").reversed())).containsExactly("bb", "ba");
        assertThat(keys(prefix("b").after("b").limit(1))).containsExactly("ba");
        assertThat(keys(ALL.from("x"))).isEmpty();
        assertThat(keys(ALL.from("c").before("a"))).isEmpty();
        assertThat(keys(ALL.after("b").through("b"))).isEmpty();
        assertThat(keys(ALL.limit(0))).isEmpty();
    }

    @Test
    void pagesByTheLastKeyMeetEveryKeyOnce() {
        String[] keys = new String[1_000];
        Arrays.setAll(keys, i -> "key-" + (1_000 + i));
        fill(keys);
        List<String> met = new ArrayList<>();

        KeyRange<String> page = prefix("key-").limit(64);
        for (List<String> found = keys(page); !found.isEmpty(); found = keys(page)) {
            met.addAll(found);
            page = page.after(found.get(found.size() - 1));
        }

        assertThat(met).containsExactly(keys);
    }

    @Test
    void randomScansAgreeWithASortedMap() {
        long seed = seed();
        Random random = new Random(seed);
        Map<String, String> model = new TreeMap<>((one, other) -> Arrays.compareUnsigned(bytes(one), bytes(other)));
        int offset = 0;
        for (; offset < 3_000; offset++) {
            String key = randomKey(random);
            at(0, offset, 10).pending(key, "v" + offset).applyTo(store());
            model.put(key, "v" + offset);
        }
        commit();
        agree(random, model, "seed " + seed + ", replaying");
        replayed();
        agree(random, model, "seed " + seed + ", replayed");
        for (int round = 0; round < 10; round++) {
            for (int i = 0; i < 500; i++, offset++) {
                String key = randomKey(random);
                if (random.nextInt(3) == 0) {
                    at(0, offset, 10).remove(key).applyTo(store());
                    model.remove(key);
                } else {
                    at(0, offset, 10).put(key, "v" + offset).applyTo(store());
                    model.put(key, "v" + offset);
                }
            }
            commit();
            agree(random, model, "seed " + seed + ", round " + round);
        }
    }

    private void agree(Random random, Map<String, String> model, String description) {
        try (View<String, String> view = store().view()) {
            for (int i = 0; i < 30; i++) {
                KeyRange<String> range = randomRange(random);
                ByteRange encoded = range.encoded(StoreScanContract::bytes);
                List<String> expected = new ArrayList<>();
                model.keySet().stream()
                        .filter(key -> encoded.contains(bytes(key)))
                        .forEach(expected::add);
                if (encoded.isReversed()) {
                    Collections.reverse(expected);
                }
                int limit = (int) Math.min(encoded.limit(), expected.size());
                List<String> first = expected.subList(0, limit);
                List<String> values = first.stream().map(model::get).toList();
                assertThat(keys(range)).as("%s, %s", description, range).isEqualTo(first);
                assertThat(values(range)).as("%s, %s", description, range).isEqualTo(values);
                assertThat(given(view.scanKeys(encoded))).isEqualTo(first);
                assertThat(given(view.scan(encoded)).stream().map(Entry::value)).isEqualTo(values);
            }
        }
    }

    private static KeyRange<String> randomRange(Random random) {
        KeyRange<String> range =
                random.nextInt(3) == 0 ? prefix(randomKey(random).substring(0, 3)) : ALL;
        range = random.nextBoolean() ? range.from(randomKey(random)) : range.after(randomKey(random));
        range = switch (random.nextInt(3)) {
            case 0 -> range.before(randomKey(random));
            case 1 -> range.through(randomKey(random));
            default -> range;
        };
        range = random.nextBoolean() ? range.reversed() : range;
        return random.nextBoolean() ? range.limit(random.nextInt(200)) : range;
    }

    private static String randomKey(Random random) {
        return "k" + (char) ('a' + random.nextInt(5)) + "/" + random.nextInt(300);
    }

    @Test
    void aScanIsGoneOverOnceAndIsAtItsEndWhenClosed() {
        fill("a", "b", "c");
        Scan<String> scan = store().scanKeys(encoded(ALL));
        Iterator<String> keys = scan.iterator();
        assertThat(keys.next()).isEqualTo("a");

        scan.close();
        scan.close();

        assertThat(keys.hasNext()).isFalse();
        assertThatThrownBy(keys::next).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(scan::iterator).isInstanceOf(IllegalStateException.class);
        Scan<String> streamed = store().scanKeys(encoded(ALL));
        try (Stream<String> stream = streamed.stream()) {
            assertThat(stream.skip(1)).containsExactly("b", "c");
        }
        assertThatThrownBy(streamed::iterator).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void scansOfKeysTouchNoValue() {
        replay(
                at(0, 1, 10).pending("b", "1"),
                at(0, 2, 10).pending("a", ContractInterpreter.REJECT),
                at(0, 3, 10).pending("c", "1"),
                at(0, 4, 10).remove("c"));

        assertThat(keys(ALL)).containsExactly("a", "b");

        assertThat(interpreter().times()).isEmpty();
        replayed();
        assertThat(keys(ALL)).containsExactly("a", "b");
    }

    @Test
    void rejectedEntriesAreScannedAndTheirValuesThrow() {
        fill("a");
        apply(at(0, 100, 10).reject("b"));

        List<Entry<String, String>> entries = given(store().scan(encoded(ALL)));

        assertThat(entries).extracting(Entry::key).containsExactly("a", "b");
        assertThatThrownBy(() -> entries.get(1).value()).isInstanceOf(RejectedRecordException.class);
    }

    @Test
    void rememberedRemovalsAreNotScanned() {
        store().rememberRemovals();
        fill("a", "b", "c");
        apply(at(0, 100, 20).remove("b"));
        apply(at(1, 100, 15).put("b", "older"));

        assertThat(keys(ALL)).containsExactly("a", "c");
        assertThat(keys(ALL.limit(2).reversed())).containsExactly("c", "a");
    }

    @Test
    void scansBesideAFloodingWriterMeetEachStandingEntryOnceAndInOrder() throws Exception {
        replayed();
        stand();
        besideAFlood(
                seen -> {
                    checkScan(ALL);
                    checkScan(ALL.reversed());
                    checkScan(prefix("standing-").after("s").limit(STANDING));
                },
                this::flood);
    }

    private void checkScan(KeyRange<String> range) {
        List<String> standing = new ArrayList<>();
        ByteRange encoded = encoded(range);
        byte[] last = null;
        try (Scan<Entry<String, String>> scan = store().scan(encoded)) {
            for (Entry<String, String> entry : scan) {
                checkWhole(entry);
                byte[] key = bytes(entry.key());
                int order = last == null ? 0 : Arrays.compareUnsigned(last, key);
                check(last == null || (encoded.isReversed() ? order > 0 : order < 0), entry, "is out of order");
                last = key;
                if (entry.key().startsWith("standing-")) {
                    standing.add(entry.key());
                }
            }
        }
        check(standing.size() == STANDING, standing.size(), "standing entries were met");
    }

    private void fill(String... keys) {
        replayed();
        for (int i = 0; i < keys.length; i++) {
            apply(at(0, i, 10).put(keys[i], "v" + i));
        }
    }

    private static KeyRange<String> prefix(String text) {
        return KeyRange.prefix(text);
    }

    private List<String> keys(KeyRange<String> range) {
        return given(store().scanKeys(encoded(range)));
    }

    private List<String> values(KeyRange<String> range) {
        return given(store().scan(encoded(range))).stream()
                .map(StoreFixture::shown)
                .toList();
    }

    private static <T> List<T> given(Scan<T> scan) {
        List<T> given = new ArrayList<>();
        try (scan) {
            scan.forEach(given::add);
        }
        return given;
    }

    private static ByteRange encoded(KeyRange<String> range) {
        return range.encoded(StoreScanContract::bytes);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(UTF_8);
    }
}
