package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A record of which the cache shows nothing, for a filter, a mapping or a rule leaves it out, stays in the topic for as long as it is its key's newest, unlike
 * a tombstone. So for as long it keeps away what other partitions wrote before it, and an old replica agrees with a fresh one (FollowsTheTopic).
 */
class HiddenRecordsTest {
    private static final Duration RETENTION = Duration.ofMinutes(1);

    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private final Instant before = topic.log.now();
    private final Instant after = before.plusSeconds(5);

    /** What makes nothing of a record. */
    enum Hiding {
        FILTER,
        MAPPING,
        RULE,
        FILTER_IN_SORTED
    }

    private ReadableCache<String, String> open(Hiding hiding) {
        var builder = topic.builder().store(hiding == Hiding.FILTER_IN_SORTED ? "sorted" : "heap");
        ReadableCache<String, String> cache =
                switch (hiding) {
                    case FILTER, FILTER_IN_SORTED ->
                        topic.closing(builder.filter("1", (key, value) -> !value.equals("hidden"))
                                .open());
                    case MAPPING ->
                        topic.closing(
                                builder.mapValues("1", Codecs.utf8(), value -> value.equals("hidden") ? null : value)
                                        .open());
                    case RULE ->
                        topic.closing(builder.validateReads(
                                        Validator.rule("is good", (key, value) -> !value.equals("hidden")),
                                        OnRejected.REMOVE)
                                .open());
                };
        cache.awaitReady(TestTopic.PATIENCE);
        return cache;
    }

    private void anOlderRecordComesLongAfter(ReadableCache<String, String> old) {
        topic.log.advance(RETENTION.multipliedBy(3));
        topic.log.append(0, "k", "older", before);
        old.sync().join();
    }

    @ParameterizedTest
    @EnumSource
    void oneMetInReplayKeepsOlderRecordsAwayForGood(Hiding hiding) {
        topic.log.configure(true, true, RETENTION);
        topic.log.append(1, "k", "hidden", after);
        ReadableCache<String, String> old = open(hiding);

        anOlderRecordComesLongAfter(old);

        assertThat(TestTopic.contents(open(hiding))).isEmpty();
        assertThat(TestTopic.contents(old)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void oneReadLiveKeepsOlderRecordsAwayForGood(Hiding hiding) {
        topic.log.configure(true, true, RETENTION);
        ReadableCache<String, String> old = open(hiding);
        topic.log.append(1, "k", "shown", before);
        topic.log.append(1, "k", "hidden", after);

        anOlderRecordComesLongAfter(old);

        assertThat(TestTopic.contents(open(hiding))).isEmpty();
        assertThat(TestTopic.contents(old)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void whereRetentionTakesOneTheOlderRecordCounts(Hiding hiding) {
        topic.log.configure(true, true, RETENTION);
        topic.log.append(0, "k", "older", before);
        topic.log.append(1, "k", "hidden", after);
        ReadableCache<String, String> old = open(hiding);

        topic.log.partition(1).trim(1);
        topic.log.advance(Duration.ofSeconds(11));

        assertThat(TestTopic.contents(open(hiding))).containsOnlyKeys("k");
        assertThat(TestTopic.contents(old)).containsOnlyKeys("k");
    }
}
