package io.kafkacache.e2e;

import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import java.time.Duration;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The trap of restoring partitions one after another, each at the cost of a full wait of a fetch: 16 s for 32 nearly empty ones. */
@OnKafka
class NearlyEmptyPartitionsTest {
    private static final int PARTITIONS = 32;

    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @ParameterizedTest
    @EnumSource
    void manyPartitionsTakeAFewFetches(Isolation isolation) throws Exception {
        topic.create(PARTITIONS);
        for (int p = 0; p < PARTITIONS; p += 2) {
            topic.write(p, "k" + p, "v");
        }

        KafkaCache<String, String> cache =
                topic.open(topic.cache(isolation).name("many").open());
        cache.awaitReady(PATIENCE);
        double fetches = Meters.fetch("pod-" + topic.name() + ".many.reader", "fetch-total");

        topic.assertComplete(cache, isolation);
        assertThat(fetches).isBetween(1.0, PARTITIONS / 4.0);
        assertThat(cache.status().catchUp().elapsed()).isLessThan(Duration.ofMillis(500L * PARTITIONS / 4));
    }
}
