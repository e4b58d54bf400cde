package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A record owns the entries it yields, by difference; of two that yield one key the later owns it, and the other's comes back. */
class ResolverTest {
    private static final Duration ASKED_AGAIN = Duration.ofSeconds(6);

    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private final Members members = new Members(topic);

    /** A cache that is open already, or is only opened when it is wanted, so that it reads in replay what is written until then. */
    private Supplier<ResolvedCache<String, String, String, String>> opened(boolean inReplay) {
        if (inReplay) {
            return members::openReady;
        }
        ResolvedCache<String, String, String, String> cache = members.openReady();
        return () -> cache;
    }

    private void assertShows(Map<String, String> expected, ReadableCache<String, String> cache) {
        cache.sync().join();
        assertThat(TestTopic.contents(cache)).isEqualTo(expected);
        assertThat(cache.size()).isEqualTo(expected.size());
        assertThat(cache.status().entries()).isEqualTo(expected.size());
        assertThat(members.fresh()).as("a fresh cache").isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"heap", "sorted"})
    void aRecordYieldsEntriesWithKeysOfTheirOwn(String store) {
        topic.log.append(0, "acme", "bob=guest ann=admin");
        ResolvedCache<String, String, String, String> cache = members.openReady(b -> b.store(store));
        topic.log.append(1, "bolt", "cat=admin");
        cache.sync().join();

        assertThat(cache.get("ann")).isEqualTo("admin");
        assertThat(cache.get("acme")).isNull();
        assertThat(cache.contains("cat")).isTrue();
        Entry<String, String> bob = Objects.requireNonNull(cache.entry("bob"));
        assertThat(bob.key()).isEqualTo("bob");
        assertThat(bob.offset().partition()).isZero();
        assertThat(bob.offsetInPartition()).isZero();
        assertThat(cache.scanKeys(KeyRange.all())).containsExactly("ann", "bob", "cat");
        assertThat(cache.scan(KeyRange.<String>all().from("b")).stream().map(Entry::value))
                .containsExactly("guest", "admin");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatTheNextRecordOfTheKeyDoesNotYieldLeaves(boolean inReplay) {
        topic.log.append(0, "acme", "ann=admin bob=guest");
        Supplier<ResolvedCache<String, String, String, String>> cache = opened(inReplay);
        topic.log.append(0, "acme", "bob=admin cat=guest");

        assertShows(Map.of("bob", "admin", "cat", "guest"), cache.get());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aTombstoneRemovesAllOfThem(boolean inReplay) {
        topic.log.append(0, "acme", "ann=admin bob=guest");
        topic.log.append(0, "bolt", "cat=admin");
        Supplier<ResolvedCache<String, String, String, String>> cache = opened(inReplay);
        topic.log.delete(0, "acme");

        assertShows(Map.of("cat", "admin"), cache.get());
    }

    @Test
    void aRecordThatYieldsNothingRemovesAllOfThemToo() {
        topic.log.append(0, "acme", "ann=admin bob=guest");
        ResolvedCache<String, String, String, String> cache = members.openReady();
        topic.log.append(0, "acme", "");

        assertShows(Map.of(), cache);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofTwoThatYieldOneKeyTheLaterOwnsIt(boolean inReplay) {
        topic.log.append(0, "acme", "ann=of_acme bob=of_acme");
        Supplier<ResolvedCache<String, String, String, String>> cache = opened(inReplay);
        topic.log.append(1, "bolt", "ann=of_bolt", topic.log.now().plusSeconds(1));
        topic.log.append(0, "cord", "ann=of_cord"); // is read later, and is older

        topic.log.append(0, "acme", "ann=of_acme bob=of_acme");
        assertShows(Map.of("ann", "of_bolt", "bob", "of_acme"), cache.get());
    }

    /** Each way in which a record lets go of a key. */
    @ParameterizedTest
    @ValueSource(strings = {"tombstone", "yields another", "yields nothing", "rejected", "retention"})
    void whenTheLaterLetsGoTheEntryOfTheOtherComesBack(String how) {
        topic.log.append(1, "acme", "ann=of_acme");
        topic.log.append(0, "bolt", "ann=of_bolt cat=of_bolt", topic.log.now().plusSeconds(1));
        ResolvedCache<String, String, String, String> cache = members.openReady();
        assertThat(cache.get("ann")).isEqualTo("of_bolt");

        switch (how) {
            case "tombstone" -> topic.log.delete(0, "bolt");
            case "yields another" -> topic.log.append(0, "bolt", "bob=of_bolt");
            case "yields nothing" -> topic.log.append(0, "bolt", "");
            case "rejected" -> topic.log.append(0, "bolt", Members.THROWS);
            default -> topic.log.partition(0).trim(1);
        }
        topic.log.advance(ASKED_AGAIN);

        assertShows(
                how.equals("yields another") ? Map.of("ann", "of_acme", "bob", "of_bolt") : Map.of("ann", "of_acme"),
                cache);
        assertThat(Objects.requireNonNull(cache.entry("ann")).offset().partition())
                .isEqualTo(1);
        assertThat(cache.status().generation()).isEqualTo(1);
    }

    /** A partition's timestamps may go back: then the record itself lets go, though it still yields the key. */
    @Test
    void aNewRecordWithAnOlderTimeLetsGoAsWell() {
        topic.log.append(0, "acme", "ann=of_acme", topic.log.now().plusSeconds(10));
        topic.log.append(0, "bolt", "ann=of_bolt", topic.log.now().plusSeconds(5));
        ResolvedCache<String, String, String, String> cache = members.openReady();
        topic.log.append(0, "acme", "ann=of_acme_again");

        assertShows(Map.of("ann", "of_bolt"), cache);
    }

    @Test
    void writesAndDeletesGoByTheKeysOfRecords() {
        topic.log.append(0, "acme", "ann=old");
        topic.log.append(1, "acme", "ann=new", topic.log.now().plusSeconds(1)); // of two partitioners
        ResolvedCache<String, String, String, String> cache = members.openReady(b -> b.readOnly(false));

        cache.put("bolt", "bob=admin").thenCompose(cache::await).join();
        cache.delete("acme").thenCompose(cache::await).join();
        cache.delete("bob").thenCompose(cache::await).join();

        assertShows(Map.of("bob", "admin"), cache);
    }

    @Test
    void withReadsBeforeReadyEntriesComeAndGoFromTheBeginning() {
        for (int i = 0; i < 4; i++) {
            topic.log.append(0, "acme", "ann=" + i + " k" + i + "=guest");
        }
        topic.log.append(0, "acme", "bob=guest");
        topic.log.faults().pollLimit(2);
        ResolvedCache<String, String, String, String> cache =
                topic.closing(members.builder().readsBeforeReady(true).open());

        topic.until(() -> cache.status().catchUp().totalOffsets() == 5);
        topic.until(() -> TestTopic.contents(cache).equals(Map.of("ann", "1", "k1", "guest")));
        topic.until(() -> TestTopic.contents(cache).equals(Map.of("ann", "3", "k3", "guest")));
        assertThat(cache.status().ready()).isFalse();
        topic.log.faults().pollLimit(Integer.MAX_VALUE);

        assertShows(Map.of("bob", "guest"), cache);
    }

    @Test
    void itComposesWithMappingsAndFilters() {
        topic.log.append(0, "acme", "ANN=ADMIN BOB=GUEST");
        topic.log.append(0, "dull", "CAT=ADMIN");
        topic.log.append(0, "void", "NONE");
        ResolvedCache<String, String, String, Integer> cache = topic.closing(topic.builder()
                .filter("not dull", (key, value) -> !key.equals("dull"))
                .mapValues(
                        "lower", Codecs.utf8(), value -> value.equals("NONE") ? null : value.toLowerCase(Locale.ROOT))
                .resolver("members", Codecs.utf8(), Codecs.utf8(), Members::of)
                .resolver("both ways", Codecs.utf8(), Codecs.utf8(), (key, value) -> Map.of(key, value, value, key))
                .mapValues("length", new DecimalCodec(), value -> value.equals("guest") ? null : value.length())
                .filter("not bob", (key, value) -> !key.equals("guest"))
                .open());
        cache.awaitReady(TestTopic.PATIENCE);

        assertThat(cache.getAll(List.of("ann", "admin", "bob", "guest", "cat")))
                .isEqualTo(Map.of("ann", 5, "admin", 3));
        assertThat(cache.size()).isEqualTo(2);
    }

    @Test
    void whatIsGivenIsChecked() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topic.builder().resolver(" ", Codecs.utf8(), Codecs.utf8(), Members::of))
                .withMessageContaining("version");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> topic.builder().resolver("1", Codecs.gzip(Codecs.utf8()), Codecs.utf8(), Members::of))
                .withMessageContaining("values only");
        assertThatIllegalStateException()
                .isThrownBy(() -> topic.builder()
                        .validateMutations(change -> List.of())
                        .resolver("1", Codecs.utf8(), Codecs.utf8(), Members::of))
                .withMessageContaining("call it after resolver");
    }
}
