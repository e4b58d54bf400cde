package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Indexes by the words of a value: exact whenever a wait is over or a listener is told. */
class IndexTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private static List<String> words(String value) {
        return value.isEmpty() ? List.of() : Arrays.asList(value.split(" ", -1));
    }

    private static Index<String, String, String> byWord(ReadableCache<String, String> users) {
        return users.index("word", IndexTest::words);
    }

    @Test
    void anEntryIsFoundByEachOfItsKeysAndByNoFormerOne() {
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> byWord = byWord(users);
        topic.log.append(0, "ann", "red green");
        topic.log.append(1, "bob", "red");
        users.sync().join();

        assertThat(byWord.keys("red")).containsExactlyInAnyOrder("ann", "bob");
        assertThat(byWord.get("green")).containsExactly("red green");
        assertThat(byWord.size("red")).isEqualTo(2);
        assertThat(byWord.size()).isEqualTo(2);

        topic.log.append(0, "ann", "blue");
        topic.log.delete(1, "bob");
        users.sync().join();

        assertThat(byWord.keys("red")).isEmpty();
        assertThat(byWord.size("red")).isZero();
        assertThat(byWord.entries("blue")).singleElement().satisfies(entry -> {
            assertThat(entry.key()).isEqualTo("ann");
            assertThat(entry.offsetInPartition()).isEqualTo(1);
        });
        assertThat(byWord.size()).isEqualTo(1);
    }

    @Test
    void oneMadeBeforeReadyIsReadyWithTheCache() {
        topic.log.append(0, "ann", "red");
        KafkaCache<String, String> users = topic.open();
        Index<String, String, String> byWord = byWord(users);

        assertThatThrownBy(() -> byWord.get("red")).isInstanceOf(NotReadyException.class);
        users.awaitReady(TestTopic.PATIENCE);

        assertThat(byWord.keys("red")).containsExactly("ann");
        assertThat(byWord.ready()).isCompleted();
    }

    @Test
    void oneThatIsAddedLaterHasWhatStandsAlready() {
        topic.fill(0, 5);
        KafkaCache<String, String> users = topic.openReady(b -> b.history(0, 0));
        Index<String, String, String> byWord = byWord(users);

        byWord.ready().join();
        assertThat(byWord.keys("v3")).containsExactly("k3");

        topic.log.append(0, "k3", "v4");
        users.sync().join();
        assertThat(byWord.keys("v3")).isEmpty();
        assertThat(byWord.keys("v4")).containsExactlyInAnyOrder("k3", "k4");
    }

    @Test
    void whoWaitsForItsOwnWriteFindsIt() {
        KafkaCache<String, String> users = topic.openReady(b -> b.readOnly(false));
        Index<String, String, String> byWord = byWord(users);
        List<List<String>> found = new ArrayList<>();

        for (int i = 0; i < 50; i++) {
            String word = "w" + i % 7;
            found.add(users.put("k" + i % 5, word)
                    .thenCompose(users::await)
                    .thenApply(done -> byWord.keys(word))
                    .join());
        }

        for (int i = 0; i < 50; i++) {
            assertThat(found.get(i)).contains("k" + i % 5);
        }
    }

    @Test
    void listenersFindWhatTheyAreTold() {
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> byWord = byWord(users);
        List<String> wrong = new ArrayList<>();
        List<String> told = new ArrayList<>();
        users.listen(step -> step.forEach(update -> {
            told.add(update.key());
            var after = update.after();
            if (after != null && !byWord.keys(after.value()).contains(update.key())) {
                wrong.add("not found: " + update);
            }
        }));
        for (int i = 0; i < 40; i++) {
            topic.log.append(0, "k" + i, "w" + i);
        }
        users.sync().join();
        topic.log.advance(Duration.ofSeconds(1));

        assertThat(told).hasSize(40);
        assertThat(wrong).isEmpty();
    }

    @Test
    void aRebuiltTopicIsFoundByWhatItHolds() {
        topic.log.append(0, "ann", "red");
        topic.log.append(0, "bob", "red");
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> byWord = byWord(users);
        byWord.ready().join();

        topic.log.recreateTopic(1);
        topic.log.append(0, "ann", "blue");
        users.sync().join();

        assertThat(byWord.keys("red")).isEmpty();
        assertThat(byWord.keys("blue")).containsExactly("ann");
        assertThat(byWord.size()).isEqualTo(1);
    }

    @Test
    void whatRetentionTakesIsFoundNoMore() {
        topic.log.append(0, "ann", "red");
        topic.log.append(0, "bob", "red");
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> byWord = byWord(users);

        topic.log.partition(0).trim(1);
        topic.log.advance(Duration.ofSeconds(20));

        assertThat(byWord.keys("red")).containsExactly("bob");
        assertThat(byWord.size("red")).isEqualTo(1);
    }

    @Test
    void whereTheFunctionThrowsTheEntryHasNoKeysAndTheCacheGoesOn() {
        topic.log.append(0, "ann", "bad");
        topic.log.append(0, "bob", "red");
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> index = users.index("strict", value -> {
            if (value.equals("bad")) {
                throw new AssertionError("thrown for the test");
            }
            return List.of(value);
        });
        topic.log.append(1, "cid", "bad");
        topic.log.append(1, "dan", "red");
        users.sync().join();

        assertThat(index.keys("red")).containsExactlyInAnyOrder("bob", "dan");
        assertThat(index.size()).isEqualTo(1);
        assertThat(users.status().indexErrors()).isEqualTo(2);
        assertThat(users.status().listenerErrors()).isZero();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);

        topic.log.append(1, "cid", "red");
        users.sync().join();
        assertThat(index.keys("red")).containsExactlyInAnyOrder("bob", "dan", "cid");
    }

    @Test
    void aNullIndexKeyIsRefusedAsIfTheFunctionHadThrown() {
        topic.log.append(0, "ann", "red");
        KafkaCache<String, String> users = topic.openReady();

        Index<String, String, String> index = users.index("null", value -> Arrays.asList(value, null));
        index.ready().join();

        assertThat(index.size()).isZero();
        assertThat(users.status().indexErrors()).isEqualTo(1);
    }

    @Test
    void aRejectedEntryIsInNoIndex() {
        topic.log.append(0, "ann", "red");
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> byWord = byWord(users);
        topic.log.append(0, "ann".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xFF});
        users.sync().join();

        assertThat(byWord.keys("red")).isEmpty();
        assertThat(byWord.size()).isZero();

        topic.log.append(0, "ann", "red");
        users.sync().join();
        assertThat(byWord.keys("red")).containsExactly("ann");
    }

    @Test
    void keysThatAreNotEqualByThemselvesAreToldApartByTheirBytes() {
        KafkaCache<byte[], String> users = topic.closing(KafkaCache.builder("users", Codecs.bytes(), Codecs.utf8())
                .log(topic.log)
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        Index<String, byte[], String> byWord = users.index("word", IndexTest::words);
        for (String value : List.of("red", "red", "blue")) {
            topic.log.append(0, "ann", value);
            topic.log.append(0, "bob", value);
            users.sync().join();
        }

        assertThat(byWord.size("red")).isZero();
        assertThat(byWord.keys("blue"))
                .extracting(key -> new String(key, StandardCharsets.UTF_8))
                .containsExactlyInAnyOrder("ann", "bob");
    }

    @Test
    void aNameIsTakenOnceAndFreeAgainAfterItsIndexIsClosed() {
        KafkaCache<String, String> users = topic.openReady();
        Index<String, String, String> first = byWord(users);
        first.ready().join();

        assertThatThrownBy(() -> byWord(users))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("word");
        first.close();

        assertThatThrownBy(() -> first.get("red")).isInstanceOf(ClosedException.class);
        Index<String, String, String> second = byWord(users);
        second.ready().join();
        assertThat(second.get("red")).isEmpty();
    }

    @Test
    void nobodyWaitsForAnIndexOfACacheThatHasEnded() {
        KafkaCache<String, String> users = topic.open();
        Index<String, String, String> byWord = byWord(users);
        CompletableFuture<Void> ready = byWord.ready();
        users.close();

        assertThat(topic.failure(ready)).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> byWord.get("red")).isInstanceOf(ClosedException.class);
        assertThatThrownBy(() -> byWord(users)).isInstanceOf(ClosedException.class);
    }

    /** A key on two partitions, deletes that bring the other partition's value up again, a recreation: always what the entries say. */
    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void isWhatTheEntriesSayWhateverHappens(String store) {
        KafkaCache<String, String> users = topic.openReady(b -> b.store(store));
        Index<String, String, String> byWord = byWord(users);
        Random random = new Random(11);
        for (int step = 0; step < 400; step++) {
            int partition = random.nextInt(2);
            String key = "k" + random.nextInt(6);
            if (step == 250) {
                topic.log.recreateTopic(2);
            } else if (random.nextInt(4) == 0) {
                topic.log.delete(partition, key);
            } else {
                topic.log.append(partition, key, "w" + random.nextInt(4) + " w" + random.nextInt(4));
            }
            if (random.nextInt(3) == 0) {
                users.sync().join();
                assertThat(shown(byWord)).as("step " + step).isEqualTo(expected(users));
            }
        }
    }

    private static Map<String, Set<String>> shown(Index<String, String, String> index) {
        Map<String, Set<String>> shown = new TreeMap<>();
        for (int word = 0; word < 4; word++) {
            Set<String> keys = new TreeSet<>(index.keys("w" + word));
            assertThat(index.size("w" + word)).isEqualTo(keys.size());
            if (!keys.isEmpty()) {
                shown.put("w" + word, keys);
            }
        }
        assertThat(index.size()).isEqualTo(shown.size());
        return shown;
    }

    private static Map<String, Set<String>> expected(ReadableCache<String, String> users) {
        Map<String, Set<String>> expected = new TreeMap<>();
        users.forEach(entry -> words(entry.value()).forEach(word -> expected.computeIfAbsent(word, w -> new TreeSet<>())
                .add(entry.key())));
        return expected;
    }

    /** A key of an index that is the user's own, and broken; it is broken from the second time on that it is asked. */
    private static final class OddKey {
        private final String word;
        private int asked;

        OddKey(String word) {
            this.word = word;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof OddKey odd && odd.word.equals(word);
        }

        @Override
        public int hashCode() {
            if (word.equals("odd") && asked++ > 0) {
                throw new IllegalStateException("no hash code");
            }
            return word.hashCode();
        }
    }

    /** NoSilentDeath is for the reader's own defects: an index key that cannot be found again harms its own index alone. */
    @Test
    void anIndexKeyThatThrowsHarmsNothingElse() {
        topic.log.append(0, "ann", "odd");
        topic.log.append(0, "bob", "red");
        KafkaCache<String, String> users = topic.openReady();
        Index<OddKey, String, String> byWord = users.index(
                "odd", value -> words(value).stream().map(OddKey::new).toList());
        topic.log.append(0, "cid", "odd");
        topic.log.append(0, "dot", "red");
        topic.log.append(0, "cid", "red");
        users.sync().join();

        assertThat(users.status().state()).isEqualTo(CacheState.READY);
        assertThat(byWord.keys(new OddKey("red"))).contains("bob", "dot");
        assertThat(users.status().indexErrors()).isPositive();
    }
}
