package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Several puts as one, on threads, with a monitor, which is told before each future completes. */
class PutAllTest {
    private static final long SECONDS = 20;

    @Test
    void allOfThemCompleteAsOne() throws Exception {
        try (KafkaCache<String, String> users = open()) {
            Map<String, RecordOffset> all =
                    users.putAll(Map.of("ann", "1", "bob", "2")).all().get(SECONDS, TimeUnit.SECONDS);

            assertThat(all).containsOnlyKeys("ann", "bob");
        }
    }

    @Test
    void whatDependsOnSeveralPutsMayJoinEach() throws Exception {
        try (KafkaCache<String, String> users = open()) {
            CompletableFuture<RecordOffset> ann = users.put("ann", "1");
            CompletableFuture<RecordOffset> bob = users.put("bob", "2");

            List<RecordOffset> both = CompletableFuture.allOf(ann, bob)
                    .thenApply(done -> List.of(ann.join(), bob.join()))
                    .get(SECONDS, TimeUnit.SECONDS);

            assertThat(both).hasSize(2);
        }
    }

    /** What was sent by then would else be nobody's: a write that is not known of cannot be awaited, nor said to have failed. */
    @Test
    void aCloseMeanwhileFailsTheRestAndLeavesWhatWasSent() {
        AtomicReference<KafkaCache<String, String>> opened = new AtomicReference<>();
        try (KafkaCache<String, String> users = open(b -> b.validateWrites((key, value) -> {
            if (key.equals("bob")) {
                Objects.requireNonNull(opened.get()).close();
            }
            return List.of();
        }))) {
            opened.set(users);
            Map<String, String> values = new LinkedHashMap<>();
            List.of("ann", "bob", "cid").forEach(key -> values.put(key, "1"));

            TopicWriter.PutAll<String> puts = users.putAll(values);

            assertThat(puts.each().get("ann"))
                    .succeedsWithin(Duration.ofSeconds(SECONDS))
                    .extracting(RecordOffset::offset)
                    .isEqualTo(0L);
            assertThat(List.of(puts.each().get("bob"), puts.each().get("cid"), puts.all()))
                    .allSatisfy(failed -> assertThat(failed)
                            .failsWithin(Duration.ofSeconds(SECONDS))
                            .withThrowableThat()
                            .withCauseInstanceOf(ClosedException.class));
        }
    }

    @Test
    void aCallThatMayNotWriteThrows() {
        try (KafkaCache<String, String> users = open(b -> b.readOnly(true))) {
            assertThatThrownBy(() -> users.putAll(Map.of("ann", "1"))).isInstanceOf(ReadOnlyException.class);
        }
    }

    private static KafkaCache<String, String> open() {
        return open(b -> b);
    }

    private static KafkaCache<String, String> open(
            UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options) {
        KafkaCache<String, String> users = options.apply(KafkaCache.builder("users", Codecs.utf8(), Codecs.utf8())
                        .log(ScriptedLog.create("users", 1).threaded())
                        .readOnly(false)
                        .monitor(new CacheMonitor() {}))
                .open();
        users.awaitReady(Duration.ofSeconds(SECONDS));
        return users;
    }
}
