package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Real compaction ahead of the reader. The interesting case: while the reader is on its way to the end captured first, a key is rewritten
 * behind that end and the cleaner takes its older record, so that at the end captured first the key seems never to have been there. A second
 * gate stops the reader between that end and the rewritten record, where a cache that believes the first end shows it.
 */
@OnKafka
class CatchUpCompactionTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    private final Gate.Keys keys = new Gate.Keys();

    @ParameterizedTest
    @EnumSource
    void readyPassesACompactedTail(Isolation isolation) {
        topic.create(1, OneTopic.COMPACTED_AT_ONCE);
        topic.write(0, "a", "1");
        topic.write(0, "b", "1");
        topic.write(0, "a", "2");
        topic.write(0, "a", null);
        KafkaProducer<String, String> producer = topic.transactional("writer");
        producer.beginTransaction();
        topic.write(producer, 0, "c", "1");
        producer.abortTransaction();
        topic.awaitTaken(0, 0);
        topic.awaitTaken(0, 2);

        KafkaCache<String, String> cache = topic.open(isolation);
        cache.awaitReady(PATIENCE);

        topic.assertComplete(cache, isolation);
        assertThat(cache.get("b")).isEqualTo("1");
        assertThat(cache.contains("a")).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void aKeyRewrittenBehindTheFirstTargetIsThereAtReady(Isolation isolation) {
        topic.create(1, OneTopic.COMPACTED_AT_ONCE);
        long old = writeBehindAGate();
        Gate first = topic.open(keys.gate("first"));
        KafkaCache<String, String> cache = open(isolation);
        CompletableFuture<@Nullable String> atReady = cache.ready().thenApply(ready -> cache.get("key"));

        first.awaitReached();
        rewriteAndPass(first, old);

        assertThat(get(atReady)).isEqualTo("new");
        cache.awaitReady(PATIENCE);
        topic.assertComplete(cache, isolation);
        assertThat(cache.status().catchUp().lap()).isGreaterThan(1);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyRewrittenAheadOfALaggingReaderIsThereAfterAwait(Isolation isolation) {
        topic.create(1, OneTopic.COMPACTED_AT_ONCE);
        KafkaCache<String, String> cache = open(isolation);
        cache.awaitReady(PATIENCE);
        Gate first = topic.open(keys.gate("first"));
        long old = writeBehindAGate();

        first.awaitReached();
        CompletableFuture<@Nullable String> after = cache.await(
                        new RecordOffset(topic.name(), cache.status().topicId(), 0, old))
                .thenApply(applied -> cache.get("key"));
        rewriteAndPass(first, old);

        assertThat(get(after)).isEqualTo("new");
        get(cache.sync());
        topic.assertComplete(cache, isolation);
    }

    @ParameterizedTest
    @EnumSource
    void aKeyRewrittenAheadOfALaggingReaderIsThereAfterSync(Isolation isolation) {
        topic.create(1, OneTopic.COMPACTED_AT_ONCE);
        KafkaCache<String, String> cache = open(isolation);
        KafkaCache<String, String> other = topic.open(isolation);
        cache.awaitReady(PATIENCE);
        other.awaitReady(PATIENCE);
        Gate first = topic.open(keys.gate("first"));
        long old = writeBehindAGate();

        first.awaitReached();
        CompletableFuture<@Nullable String> after = cache.sync().thenApply(applied -> cache.get("key"));
        get(other.sync()); // by now the one before has its first end as well
        rewriteAndPass(first, old);

        assertThat(get(after)).isEqualTo("new");
        get(cache.sync());
        topic.assertComplete(cache, isolation);
    }

    private KafkaCache<String, String> open(Isolation isolation) {
        return topic.open(
                topic.cache(keys, isolation).properties(OneTopic.SMALL_FETCHES).open());
    }

    /** Gives the offset of the key's older record, which a reader that stands before the first gate has not fetched. */
    private long writeBehindAGate() {
        topic.write(0, "first", "");
        for (int i = 0; i < 5; i++) {
            topic.write(0, "between-" + i, "");
        }
        long old = topic.write(0, "key", "old");
        topic.write(0, "end", "");
        return old;
    }

    private void rewriteAndPass(Gate first, long old) {
        Gate second = topic.open(keys.gate("second"));
        topic.write(0, "second", "");
        topic.write(0, "key", "new");
        topic.write(0, "last", "");
        topic.awaitTaken(0, old);
        first.close();
        second.awaitReached();
        topic.write(0, "later", "");
        second.close();
    }
}
