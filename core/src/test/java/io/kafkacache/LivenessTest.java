package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What restarts a process: only a reader that is dead, for all would die together of anything else. Where one step has to do with every entry, it may
 * take minutes, and a restart in its midst would come to the same place again, for ever.
 */
class LivenessTest {
    private static final int ENTRIES = 300;
    private static final Duration LONG = Duration.ofHours(2);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final AtomicReference<ReadableCache<?, ?>> opened = new AtomicReference<>();
    private final AtomicReference<CacheState> slow = new AtomicReference<>();
    private final AtomicBoolean waiting = new AtomicBoolean();
    private final AtomicInteger asked = new AtomicInteger();
    private final AtomicInteger dead = new AtomicInteger();

    /** Something of the user's that the reader waits for; what the scripted log does meanwhile on the same thread does not wait in its turn. */
    private void takesASecond() {
        ReadableCache<?, ?> cache = opened.get();
        if (cache != null && cache.status().state() == slow.get() && waiting.compareAndSet(false, true)) {
            asked.incrementAndGet();
            topic.log.advance(Duration.ofSeconds(1));
            waiting.set(false);
            if (!cache.status().live()) {
                dead.incrementAndGet();
            }
        }
    }

    private void slowWhile(CacheState state, ReadableCache<?, ?> cache) {
        slow.set(state);
        opened.set(cache);
    }

    private void awaitGeneration(ReadableCache<?, ?> cache, int generation) {
        for (int i = 0; cache.status().generation() < generation; i++) {
            assertThat(i).as("seconds waited in vain").isLessThan(36_000);
            topic.log.advance(Duration.ofSeconds(1));
        }
    }

    private void assertLiveAllTheTime() {
        assertThat(asked).hasValueGreaterThanOrEqualTo(ENTRIES);
        assertThat(dead).hasValue(0);
    }

    @Test
    void whileItJudgesTheSurvivorsOfAReplay() {
        topic.fill(0, ENTRIES);
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .filter("slow", (key, value) -> {
                    takesASecond();
                    return true;
                })
                .open());

        slowWhile(CacheState.CATCHING_UP, users);
        users.awaitReady(LONG);

        assertThat(users.size()).isEqualTo(ENTRIES);
        assertLiveAllTheTime();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whileItFillsAnIndex(boolean beforeReady) {
        topic.fill(0, ENTRIES);
        KafkaCache<String, String> users = beforeReady ? topic.open() : topic.openReady();
        slowWhile(beforeReady ? CacheState.CATCHING_UP : CacheState.READY, users);

        Index<String, String, String> index = topic.closing(users.index("slow", value -> {
            takesASecond();
            return List.of(value);
        }));
        topic.log.await(index.ready(), LONG);

        assertThat(index.size()).isEqualTo(ENTRIES);
        assertLiveAllTheTime();
    }

    @Test
    void whileItComparesARebuildWithWhatReadersSaw() {
        topic.fill(0, ENTRIES);
        KafkaCache<String, Slow> users = topic.closing(KafkaCache.builder("users", Codecs.utf8(), new SlowValues())
                .log(topic.log)
                .open());
        users.awaitReady(LONG);
        topic.closing(users.listen(step -> {}));
        topic.log.runUntilIdle();

        topic.log.append(0, "ann", "Ann");
        users.sync().join();
        topic.log.partition(0).truncate(ENTRIES);
        topic.log.append(0, "bob", "Bob");
        slowWhile(CacheState.REBUILDING, users);
        awaitGeneration(users, 2);

        assertLiveAllTheTime();
    }

    @Test
    void whileItFindsOutWhoOwnsWhatRecordsYield() {
        topic.fill(0, ENTRIES);
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .resolver("same", new SlowKeys(), Codecs.utf8(), Map::of)
                .open());

        slowWhile(CacheState.CATCHING_UP, users);
        users.awaitReady(LONG);

        assertThat(users.size()).isEqualTo(ENTRIES);
        assertLiveAllTheTime();
    }

    @Test
    void whileItCarriesOverWhatWasKept() {
        KafkaCache<String, String> users = topic.closing(KafkaCache.builder("users", new SlowKeys(), Codecs.utf8())
                .log(topic.log)
                .validateReads(
                        Validator.rule("is good", (key, value) -> !value.equals("bad")), OnRejected.KEEP_PREVIOUS)
                .open());
        users.awaitReady(LONG);
        topic.fill(0, ENTRIES);
        for (int i = 0; i < ENTRIES; i++) {
            topic.log.append(0, "k" + i, "bad");
        }
        topic.log.append(0, "ann", "Ann");
        users.sync().join();

        topic.log.partition(0).truncate(2 * ENTRIES);
        topic.log.append(0, "bob", "Bob");
        topic.log.faults().pollLimit(1);
        slowWhile(CacheState.REBUILDING, users);
        awaitGeneration(users, 2);

        assertThat(users.size()).isEqualTo(ENTRIES + 1);
        assertLiveAllTheTime();
    }

    @Test
    void whileItTellsWhatWasRejected() {
        topic.fill(0, ENTRIES);
        KafkaCache<String, String> users =
                topic.open(b -> b.validateMutations(change -> List.of("is bad")).monitor(new CacheMonitor() {
                    @Override
                    public void rejected(Rejection rejection) {
                        takesASecond();
                    }
                }));

        slowWhile(CacheState.CATCHING_UP, users);
        users.awaitReady(LONG);

        assertThat(users.status().rejections()).containsEntry(RejectionReason.INVALID_MUTATION, (long) ENTRIES);
        assertLiveAllTheTime();
    }

    @Test
    void whileItTakesAwayWhatRetentionTook() {
        KafkaCache<String, String> users = topic.closing(KafkaCache.builder("users", new SlowKeys(), Codecs.utf8())
                .log(topic.log)
                .open());
        users.awaitReady(LONG);
        topic.fill(0, ENTRIES);
        users.sync().join();

        slowWhile(CacheState.READY, users);
        topic.log.partition(0).trim(ENTRIES);
        topic.log.advance(Duration.ofHours(1));

        assertThat(users.size()).isZero();
        assertLiveAllTheTime();
    }

    /** A value that is slow to compare. */
    private final class Slow {
        private final String text;

        Slow(String text) {
            this.text = text;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            takesASecond();
            return other instanceof Slow slow && slow.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }
    }

    private final class SlowValues implements Codec<Slow> {
        private final Codec<String> text = Codecs.utf8();

        @Override
        public Slow decode(RecordContext context, ByteBuffer bytes) {
            return new Slow(text.decode(context, bytes));
        }

        @Override
        public byte[] encode(RecordContext context, Slow value) {
            return text.encode(context, value.text);
        }
    }

    /** Slow to encode, as a cache does with keys when it has only them. */
    private final class SlowKeys implements Codec<String> {
        private final Codec<String> text = Codecs.utf8();

        @Override
        public String decode(RecordContext context, ByteBuffer bytes) {
            return text.decode(context, bytes);
        }

        @Override
        public byte[] encode(RecordContext context, String value) {
            takesASecond();
            return text.encode(context, value);
        }
    }
}
