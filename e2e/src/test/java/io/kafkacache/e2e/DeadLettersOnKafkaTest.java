package io.kafkacache.e2e;

import static io.kafkacache.e2e.Until.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.TopicWriter;
import io.kafkacache.Validator;
import io.kafkacache.codec.Codecs;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Rejected records on a real broker: in a topic of their own, each once by its place. */
@OnKafka
class DeadLettersOnKafkaTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    private KafkaCache<String, String> rejecting(String name, TopicWriter<String, byte[]> writer) {
        return topic.open(topic.cache(Isolation.READ_COMMITTED)
                .name(topic.name() + name)
                .validateReads(Validator.rule("has no spaces", (key, value) -> !value.contains(" ")), OnRejected.REMOVE)
                .deadLetterWriter(writer)
                .open());
    }

    @Test
    void rejectedRecordsStandInATopicOfTheirOwn() {
        topic.create(2);
        String rejected = topic.name() + "-rejected";
        topic.kafka().createTopic(rejected, 1, Map.of("cleanup.policy", "compact"));
        TopicWriter<String, byte[]> writer = topic.open(KafkaCache.builder(rejected, Codecs.utf8(), Codecs.bytes())
                .bootstrapServers(topic.kafka().bootstrapServers())
                .openWriter());
        topic.write(0, "ann", "a n n");
        KafkaCache<String, String> first = rejecting("-first", writer);
        first.awaitReady(PATIENCE);
        topic.write(1, "bob", "b o b");
        topic.write(1, "cid", "Cid");
        Until.holds("both are written", () -> first.status().deadLetters() == 2);
        KafkaCache<String, String> second = rejecting("-second", writer);
        second.awaitReady(PATIENCE);
        Until.holds("both are written again", () -> second.status().deadLetters() == 2);

        Map<String, String> letters = new TreeMap<>();
        RawReader reader =
                topic.open(new RawReader(topic.kafka().bootstrapServers(), rejected, Isolation.READ_COMMITTED));
        reader.read(letter -> letters.put(letter.key(), letter.value() + " of " + header(letter, "key")));

        assertThat(letters)
                .isEqualTo(Map.of(topic.name() + "/0/0", "a n n of ann", topic.name() + "/1/0", "b o b of bob"));
        assertThat(first.get("ann")).isNull();
        assertThat(first.get("cid")).isEqualTo("Cid");
        assertThat(first.status().deadLetterErrors()).isZero();
    }

    private static String header(ConsumerRecord<?, ?> letter, String name) {
        return new String(letter.headers().lastHeader("kafka-cache." + name).value(), UTF_8);
    }
}
