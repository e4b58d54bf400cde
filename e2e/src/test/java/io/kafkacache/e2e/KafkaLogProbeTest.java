package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.failure;
import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Logs.send;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Position;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the log port takes for a proof that nothing can be read. */
class KafkaLogProbeTest {
    @RegisterExtension
    final LogBroker broker = new LogBroker();

    @Test
    void probesThatNothingComes() {
        broker.create(1);
        LogWriter writer = broker.writer(broker.log());
        get(send(writer, 0, "a", "1"));
        get(send(writer, 0, "b", "2"));

        assertThat(get(broker.log().probe(0, new Position(2, 0)))).isTrue();
        assertThat(get(broker.log().probe(0, new Position(1, 0)))).isFalse();
    }

    @Test
    void aThrottledProbeIsUnclear() throws Exception {
        broker.create(1);
        broker.limit("probe", "consumer_byte_rate", 8);

        assertThat(get(broker.log().probe(0, Position.at(0)))).isFalse();
    }

    @Test
    void aProbeOfATrimmedPositionFails() throws Exception {
        broker.create(1);

        assertThat(failure(broker.log().probe(0, Position.at(9))).kind()).isEqualTo(Kind.OUT_OF_RANGE);
    }
}
