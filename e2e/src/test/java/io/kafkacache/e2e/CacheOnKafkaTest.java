package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.KafkaCache;
import io.kafkacache.codec.Codecs;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache, opened as a service opens it, on a real broker. */
class CacheOnKafkaTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @Test
    void readsItsOwnWritesAndThoseOfOthers() {
        broker.create(3);

        try (KafkaCache<String, String> writes = open("writes");
                KafkaCache<String, String> reads = open("reads")) {
            writes.awaitReady(PATIENCE);
            reads.awaitReady(PATIENCE);
            get(writes.put("a", "1").thenCompose(writes::await));
            get(reads.sync());

            assertThat(writes.get("a")).isEqualTo("1");
            assertThat(reads.get("a")).isEqualTo("1");

            get(writes.delete("a").thenCompose(writes::await));
            get(reads.sync());

            assertThat(writes.get("a")).isNull();
            assertThat(reads.get("a")).isNull();
        }
    }

    private KafkaCache<String, String> open(String name) {
        return KafkaCache.builder(broker.topic(), Codecs.utf8(), Codecs.utf8())
                .bootstrapServers(broker.kafka().bootstrapServers())
                .name(name)
                .readOnly(false)
                .open();
    }
}
