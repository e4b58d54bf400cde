package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One generation takes the place of another: what listeners hear, what must not be lost on the way, and what may happen meanwhile. */
class RebuildTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private KafkaCache<String, String> readyWithTen(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        topic.fill(0, 10);
        return topic.openReady(options);
    }

    private void awaitGeneration(ReadableCache<?, ?> users, int generation) {
        topic.until(() -> users.status().generation() == generation);
        topic.log.runUntilIdle();
    }

    @Test
    void listenersAreToldTheDifferenceDeletesIncluded() {
        KafkaCache<String, String> users = readyWithTen(b -> b);
        List<Update<? extends String, ? extends String>> told = new ArrayList<>();
        topic.closing(users.listen(told::addAll));

        topic.log.partition(0).truncate(8);
        topic.log.append(0, "k1", "new");
        topic.log.append(0, "ann", "Ann");
        awaitGeneration(users, 2);

        Map<String, String> changes = new TreeMap<>();
        told.forEach(update -> changes.put(update.key(), value(update.before()) + " -> " + value(update.after())));
        assertThat(changes)
                .isEqualTo(Map.of("k8", "v8 -> null", "k9", "v9 -> null", "k1", "v1 -> new", "ann", "null -> Ann"));
        assertThat(told).allSatisfy(update -> {
            assertThat(update.cause()).isEqualTo(Cause.REBUILD);
            assertThat(update.offset()).isNull();
            assertThat(update.timestamp()).isNull();
        });
    }

    private static @Nullable String value(@Nullable Entry<? extends String, ? extends String> entry) {
        return entry == null ? null : entry.value();
    }

    /** The place is the same and the record another one: telling by the place alone misses it. */
    @Test
    void anotherRecordAtTheSamePlaceIsTold() {
        KafkaCache<String, String> users = readyWithTen(b -> b);
        List<String> told = new ArrayList<>();
        topic.closing(
                users.listen(step -> step.forEach(update -> told.add(update.key() + "=" + value(update.after())))));

        topic.log.partition(0).truncate(9);
        topic.log.append(0, "k9", "other");
        awaitGeneration(users, 2);

        assertThat(told).containsExactly("k9=other");
    }

    /** Compaction may have taken the record that was kept in spite of a rejected one; only the former generation still has it. */
    @Test
    void whatWasRetainedIsCarriedOver() {
        KafkaCache<String, String> users = readyWithTen(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        topic.log.append(0, "k3".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        topic.log.append(0, "k4".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        topic.log.append(0, "k5".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        users.sync().join();
        topic.log.faults().hangPolls();
        topic.log.append(0, "k4", "accepted");
        topic.log.delete(0, "k5");
        topic.log.append(0, "ann", "Ann");
        topic.log.partition(0).compact();

        topic.log.partition(0).trim(3);
        topic.log.advance(Duration.ofDays(2));
        topic.log.partition(0).compact(true);
        topic.log.faults().resumePolls();
        awaitGeneration(users, 2);

        assertThat(users.get("k3")).isEqualTo("v3");
        assertThat(Objects.requireNonNull(users.entry("k3")).outdatedBy()).isNotNull();
        assertThat(users.get("k4")).isEqualTo("accepted");
        assertThat(users.get("k5")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** What was retained is of no log any more, and what stands there now has lower offsets. */
    @Test
    void whatWasRetainedGoesWithTheRecordsOfATruncatedLog() {
        KafkaCache<String, String> users = readyWithTen(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        topic.log.append(0, "k9".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        users.sync().join();

        topic.log.partition(0).truncate(8);
        topic.log.append(0, "k9", "new");
        awaitGeneration(users, 2);

        assertThat(users.get("k9")).isEqualTo("new");
        assertThat(Objects.requireNonNull(users.entry("k9")).outdatedBy()).isNull();
    }

    @Test
    void aRejectedRecordHaltsARebuildAsItDoesAReplay() {
        KafkaCache<String, String> users = readyWithTen(b -> b.onRejected(OnRejected.HALT));

        topic.log.recreateTopic(1);
        topic.log.append(0, "k3".getBytes(StandardCharsets.UTF_8), new byte[] {(byte) 0xff});
        topic.until(() -> users.status().state() == CacheState.HALTED);

        assertThat(users.get("k3")).isEqualTo("v3");
        assertThat(users.status().generation()).isEqualTo(1);
        assertThat(users.status().stale()).isTrue();
    }

    @Test
    void aTopicThatIsMadeAgainMeanwhileIsReadInstead() {
        KafkaCache<String, String> users = readyWithTen(b -> b);
        topic.recreateAndReadTwo(users);

        topic.log.recreateTopic(2);
        topic.log.append(1, "ann", "Ann");
        topic.until(() -> users.status().state() == CacheState.READY);

        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann"));
        assertThat(users.status().topicId()).isEqualTo(topic.log.topicId());
    }

    @Test
    void anOutageMeanwhileIsLivedThrough() {
        KafkaCache<String, String> users = readyWithTen(b -> b);
        topic.recreateAndReadTwo(users);

        topic.log.faults().disconnect();
        topic.log.advance(Duration.ofMinutes(3));
        CacheStatus meanwhile = users.status();
        topic.log.faults().reconnect();
        topic.until(() -> users.status().state() == CacheState.READY);

        assertThat(meanwhile.state()).isEqualTo(CacheState.CONNECTING);
        assertThat(meanwhile.entries()).isEqualTo(10);
        assertThat(users.size()).isEqualTo(5);
    }

    /** A window begins where it began at first, not where its time would be found now. */
    @Test
    void aWindowOfTheSameTopicBeginsAtTheSameOffset() {
        topic.fill(0, 10);
        topic.log.advance(Duration.ofSeconds(10));
        Instant from = topic.log.now();
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady(b -> b.startAt(StartAt.timestamp(from)));

        topic.log.append(0, "bob", "Bob");
        users.sync().join();
        topic.log.partition(0).truncate(11);
        topic.log.append(0, "cid", "Cid", from.minusSeconds(60));
        awaitGeneration(users, 2);

        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("ann", "Ann", "cid", "Cid"));
    }

    /** Of a truncated log the offset at which it began at first may be one to come, and what is written before it is not old. */
    @Test
    void aWindowShowsWhatIsWrittenBelowItsStartBehindATruncation() {
        topic.fill(0, 10);
        topic.log.advance(Duration.ofSeconds(10));
        Instant from = topic.log.now();
        KafkaCache<String, String> users = topic.openReady(b -> b.startAt(StartAt.timestamp(from)));
        topic.log.append(0, "ann", "Ann");
        users.sync().join();

        topic.log.partition(0).truncate(5);
        topic.log.append(0, "bob", "Bob");
        awaitGeneration(users, 2);
        users.sync().join();

        assertThat(TestTopic.contents(users)).isEqualTo(Map.of("bob", "Bob"));
    }

    /** How often the topic is described is no measure of how long a cache may be stale. */
    @Test
    void itBeginsWithinSecondsHoweverSeldomTheTopicIsDescribed() {
        KafkaCache<String, String> users = readyWithTen(b -> b.metadataAge(Duration.ofHours(10)));

        topic.log.partition(0).truncate(8);
        topic.log.append(0, "ann", "Ann");
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(users.status().generation()).isEqualTo(2);
        assertThat(users.get("k9")).isNull();
    }

    /** What readers have seen is not taken back while the new generation is behind it. */
    @Test
    void theNewGenerationIsShownWhenItIsNotBehindTheOldOne() {
        topic.log.configure(true, false, Duration.ofMinutes(10));
        KafkaCache<String, String> users = readyWithTen(b -> b);
        topic.log.faults().hangPolls();
        topic.fill(0, 10);
        topic.log.partition(0).trim(15);
        topic.log.faults().pollLimit(1);
        topic.log.faults().resumePolls();

        topic.until(() -> users.status().state() == CacheState.REBUILDING);
        List<Long> sizes = new ArrayList<>();
        topic.until(() -> {
            sizes.add(users.size());
            return users.status().generation() == 2;
        });

        assertThat(sizes.subList(0, sizes.size() - 1)).containsOnly(10L);
        assertThat(users.size()).isEqualTo(5);
    }

    /** What a replaced leader says must not set readers back: the former generation knew of a later one. */
    @Test
    void aReplacedLeaderDoesNotEndARebuildTooEarly() {
        topic.log.addPartitions(2);
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady();
        Position before = topic.log.partition(1).endPosition();
        topic.log.partition(1).changeLeader();
        topic.log.append(1, "ann", "Ann");
        users.sync().join();
        List<String> told = new ArrayList<>();
        topic.closing(
                users.listen(step -> step.forEach(update -> told.add(update.key() + "=" + value(update.after())))));

        topic.log.faults().answerStaleEnds(1, 20, before);
        topic.log.partition(0).truncate(0);
        awaitGeneration(users, 2);

        assertThat(told).containsExactly("bob=null");
        assertThat(users.get("ann")).isEqualTo("Ann");
    }

    /** Equal to nothing, or to find that out takes too deep a stack. */
    private record Odd(boolean deep) {
        @Override
        @SuppressWarnings({"InfiniteRecursion", "EqualsReference"}) // that is what it is for
        public boolean equals(@Nullable Object other) {
            if (deep) {
                return equals(other);
            }
            throw new IllegalStateException("nothing equals this");
        }

        @Override
        public int hashCode() {
            return 1;
        }
    }

    private static final class OddCodec implements Codec<Odd> {
        @Override
        public Odd decode(RecordContext context, ByteBuffer bytes) {
            return new Odd(bytes.get() > 0);
        }

        @Override
        public byte[] encode(RecordContext context, Odd value) {
            return new byte[] {(byte) (value.deep() ? 1 : 0)};
        }
    }

    /** Codecs, validators and listeners may throw; the {@code equals} of a value is no reason to end either. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void valuesThatCannotBeComparedAreToldAsDifferent(boolean deep) {
        topic.log.append(0, "ann", "Ann");
        ResolvedCache<String, String, String, Odd> users = topic.closing(topic.builder()
                .mapValues("odd", new OddCodec(), value -> new Odd(deep))
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        List<String> told = new ArrayList<>();
        topic.closing(users.listen(step -> step.forEach(update -> told.add(update.cause() + " " + update.key()))));
        topic.log.append(0, "bob", "Bob");
        users.sync().join();

        topic.log.partition(0).truncate(1);
        topic.log.append(0, "cid", "Cid");
        awaitGeneration(users, 2);

        assertThat(told).containsExactlyInAnyOrder("PUT bob", "REBUILD ann", "REBUILD bob", "REBUILD cid");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }
}
