package io.kafkacache;

import static io.kafkacache.OnRejected.FAIL_READS;
import static io.kafkacache.OnRejected.HALT;
import static io.kafkacache.OnRejected.KEEP_PREVIOUS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A record of which the resolver makes nothing is rejected whole, by one policy in replay and live. */
class ResolverRejectionTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final Members members = new Members(topic);
    private @Nullable ResolvedCache<String, String, String, String> mutating;

    /** The record of bolt is rejected after one that owns ann, whom acme yields as well. */
    private ResolvedCache<String, String, String, String> rejecting(String value, OnRejected policy, boolean inReplay) {
        topic.log.append(0, "acme", "ann=of_acme");
        topic.log.append(0, "bolt", "ann=of_bolt bob=of_bolt");
        if (inReplay) {
            topic.log.append(0, "bolt", value);
        }
        ResolvedCache<String, String, String, String> cache = members.openReady(b -> b.onRejected(policy));
        if (!inReplay) {
            topic.log.append(0, "bolt", value);
        }
        cache.sync().join();
        return cache;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                Members.THROWS + "|the resolver, mapping or filter fails on",
                Members.NOTHING + "|the resolver, mapping or filter fails on",
                Members.NULL_KEY + "|the resolver yields a null",
                Members.NULL_VALUE + "|the resolver yields a null",
                Members.TWICE + "|the resolver yields a key twice",
                Members.UNENCODABLE + "|the resolver yields a key that cannot be encoded"
            })
    void itSaysWhatTheResolverDoesWrong(String value, String what) {
        for (boolean inReplay : new boolean[] {true, false}) {
            ResolvedCache<String, String, String, String> cache = rejecting(value, FAIL_READS, inReplay);

            assertThat(cache.status().rejections()).containsEntry(RejectionReason.RESOLVER_FAILED, 1L);
            assertThat(cache.status().lastRejections().get(0).message())
                    .contains(what, "key 4 bytes")
                    .doesNotContain("secret", value);
            assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "of_acme"));
        }
    }

    /** Which keys a rejected record would have had nobody knows, so reads of them cannot fail; and no former record decides. */
    @ParameterizedTest
    @EnumSource(
            value = OnRejected.class,
            names = {"FAIL_READS", "REMOVE"})
    void itsEntriesLeaveAndTheOthersComeBack(OnRejected policy) {
        for (boolean inReplay : new boolean[] {true, false}) {
            ResolvedCache<String, String, String, String> cache = rejecting(Members.THROWS, policy, inReplay);

            assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "of_acme"));
            assertThat(cache.get("bob")).isNull();

            topic.log.append(0, "bolt", "bob=again");
            cache.sync().join();
            assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "of_acme", "bob", "again"));
        }
    }

    @Test
    void listenersAreToldThatTheyWereRejected() {
        topic.log.append(0, "bolt", "ann=1 bob=1");
        ResolvedCache<String, String, String, String> cache = members.openReady();
        List<Update<? extends String, ? extends String>> told = new ArrayList<>();
        topic.closing(cache.listen(told::addAll));
        topic.log.append(0, "bolt", Members.THROWS);
        cache.sync().join();
        topic.log.runUntilIdle();

        assertThat(told).hasSize(2).allSatisfy(update -> {
            assertThat(update.cause()).isEqualTo(Cause.REJECTED);
            assertThat(update.after()).isNull();
            assertThat(Objects.requireNonNull(update.offset()).offset()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void keepPreviousKeepsAllOfThemMarked(boolean inReplay) {
        ResolvedCache<String, String, String, String> cache = rejecting(Members.THROWS, KEEP_PREVIOUS, inReplay);

        assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "of_bolt", "bob", "of_bolt"));
        cache.forEach(entry -> assertThat(
                        Objects.requireNonNull(entry.outdatedBy()).offset().offset())
                .isEqualTo(2));
        assertThat(Objects.requireNonNull(cache.entry("ann")).offsetInPartition())
                .isEqualTo(1);

        topic.log.append(0, "bolt", "bob=again");
        cache.sync().join();
        assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "of_acme", "bob", "again"));
        cache.forEach(entry -> assertThat(entry.outdatedBy()).isNull());
    }

    /** Compaction may have taken the record since, so the next reading cannot find it. */
    @Test
    void whatWasKeptIsCarriedIntoTheNextReading() {
        ResolvedCache<String, String, String, String> cache = rejecting(Members.THROWS, KEEP_PREVIOUS, false);
        topic.log.append(0, "cord", "cat=1");
        topic.log.append(0, "cord", "cat=2");
        cache.sync().join();
        topic.log.partition(0).compact();
        topic.log.partition(0).truncate(4);
        topic.until(() -> cache.status().generation() == 2);

        assertThat(cache.get("bob")).isEqualTo("of_bolt");
        assertThat(Objects.requireNonNull(cache.entry("bob")).outdatedBy()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void haltStopsBeforeTheRecord(boolean inReplay) {
        topic.log.append(0, "bolt", "ann=1");
        if (inReplay) {
            topic.log.append(0, "bolt", Members.TWICE);
        }
        ResolvedCache<String, String, String, String> cache =
                topic.closing(members.builder().onRejected(HALT).open());
        if (!inReplay) {
            cache.awaitReady(TestTopic.PATIENCE);
            topic.log.append(0, "bolt", Members.TWICE);
        }
        topic.until(() -> cache.status().state() == CacheState.HALTED);

        assertThat(cache.status().ready()).isEqualTo(!inReplay);
        if (!inReplay) {
            assertThat(cache.get("ann")).isEqualTo("1");
        }
    }

    @Test
    void validateReadsSeesRecordsAndValidateWritesToo() {
        topic.log.append(0, "acme", "ann=1");
        ResolvedCache<String, String, String, String> cache = members.openReady(b -> b.readOnly(false)
                .validateWrites(Validator.rule("short", (key, value) -> value.length() < 10))
                .validateReads(Validator.rule("no bolt", (key, value) -> !key.equals("bolt"))));
        topic.log.append(0, "bolt", "bob=1");

        assertThat(topic.failure(cache.put("cord", "cat=far too long"))).isInstanceOf(RejectedWriteException.class);
        cache.put("cord", "cat=1").thenCompose(cache::await).join();
        assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "1", "cat", "1"));
        assertThat(cache.status().rejections()).containsEntry(RejectionReason.INVALID_VALUE, 1L);
    }

    /** The entry before is what the record's own key had there: another record's would depend on the order in which they came. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void validateMutationsJudgesEachEntryByWhatItsRecordsKeyHadThere(boolean inReplay) {
        List<String> asked = new ArrayList<>();
        MutationValidator<String, String> falls = change -> {
            asked.add(change.after().key() + ": "
                    + (change.before() == null ? "none" : change.before().value()) + " -> "
                    + change.after().value());
            return change.before() != null
                            && change.before().value().compareTo(change.after().value()) > 0
                    ? List.of("a number falls")
                    : List.of();
        };
        if (!inReplay) {
            openMutating(falls);
        }
        topic.log.append(0, "bolt", "ann=9");
        topic.log.append(0, "acme", "ann=1 bob=5");
        topic.log.append(0, "acme", "ann=2 bob=4");
        topic.log.append(0, "acme", "ann=3 cat=1");
        ResolvedCache<String, String, String, String> cache = openMutating(falls);
        cache.sync().join();

        assertThat(TestTopic.contents(cache)).isEqualTo(Map.of("ann", "3", "cat", "1"));
        assertThat(asked)
                .contains("ann: none -> 9", "ann: none -> 1", "bob: none -> 5", "ann: 1 -> 2", "bob: 5 -> 4")
                .contains("ann: 1 -> 3", "cat: none -> 1");
        assertThat(cache.status().rejections()).containsEntry(RejectionReason.INVALID_MUTATION, inReplay ? 0L : 1L);
    }

    private ResolvedCache<String, String, String, String> openMutating(MutationValidator<String, String> validator) {
        if (mutating == null) {
            mutating = members.openReady(b -> b.validateMutations(validator, KEEP_PREVIOUS));
        }
        return mutating;
    }
}
