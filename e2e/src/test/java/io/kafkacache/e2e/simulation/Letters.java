package io.kafkacache.e2e.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.KafkaCache;
import io.kafkacache.TopicWriter;
import io.kafkacache.codec.Codecs;
import io.kafkacache.e2e.simulation.history.Event.DeadLettered;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedRecord;
import java.util.List;
import org.apache.kafka.common.header.Header;

/** The topic to which caches write what they reject, and their writer. Nothing goes wrong there: what is lost with the writer's broker is not promised. */
final class Letters implements AutoCloseable {
    private final World world;
    private final ScriptedLog log;
    private final TopicWriter<String, byte[]> writer;
    private int told;

    Letters(World world) {
        this.world = world;
        log = world.log().another("letters", 1);
        writer = KafkaCache.builder(log.topic(), Codecs.utf8(), Codecs.bytes())
                .log(log)
                .name("l" + world.seed())
                .identity("simulation")
                .openWriter();
    }

    TopicWriter<String, byte[]> writer() {
        return writer;
    }

    /** Tells what was written since. */
    void notice() {
        List<ScriptedRecord> all = log.partition(0).history();
        for (; told < all.size(); told++) {
            ScriptedRecord letter = all.get(told);
            world.tell(new DeadLettered(
                    Integer.parseInt(header(letter, "partition")),
                    Long.parseLong(header(letter, "offset")),
                    header(letter, "key")));
        }
    }

    private static String header(ScriptedRecord letter, String name) {
        Header header = letter.headers().lastHeader("kafka-cache." + name);
        return new String(header.value(), UTF_8);
    }

    @Override
    public void close() {
        writer.close();
    }
}
