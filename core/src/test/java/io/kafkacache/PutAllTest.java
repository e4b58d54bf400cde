package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

    private static KafkaCache<String, String> open() {
        KafkaCache<String, String> users = KafkaCache.builder("users", Codecs.utf8(), Codecs.utf8())
                .log(ScriptedLog.create("users", 1).threaded())
                .readOnly(false)
                .monitor(new CacheMonitor() {})
                .open();
        users.awaitReady(Duration.ofSeconds(SECONDS));
        return users;
    }
}
