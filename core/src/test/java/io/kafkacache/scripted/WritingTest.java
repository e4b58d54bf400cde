package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.internal.log.LogWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class WritingTest {
    private final ScriptedLog log = ScriptedLog.create("users", 1);
    private final LogUser user = LogUser.committed(log);
    private final LogWriter writer = user.port.openWriter();

    @Test
    void aWriteIsAppendedByOneStepAndAcknowledgedByAnother() {
        List<String> told = user.send(writer, "a", "1");
        assertThat(log.partition(0).end()).isZero();

        log.step();
        assertThat(log.partition(0).end()).isEqualTo(1);
        assertThat(told).isEmpty();

        log.step();
        assertThat(told).containsExactly("at 0");
        assertThat(user.read()).containsExactly("0@0 a=1");
    }

    @Test
    void writesKeepTheirOrderWhateverTheSeed() {
        log.ordering(3);
        byte[] key = new byte[1];
        List<Long> acknowledged = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            key[0] = (byte) i;
            writer.send(0, 1_000, key, null, new RecordHeaders(), (offset, failure) -> acknowledged.add(offset));
        }

        log.runUntilIdle();

        assertThat(acknowledged).isSorted().hasSize(50);
        assertThat(log.partition(0).history())
                .allSatisfy(record -> assertThat(record.key()).containsExactly((byte) record.offset()));
    }

    @Test
    void aFailedWriteIsNotAppended() {
        log.faults().failSends(1, Failure.TOO_LARGE);

        List<String> first = user.send(writer, "a", "1");
        List<String> second = user.send(writer, "b", "2");
        log.runUntilIdle();

        assertThat(first).containsExactly("TOO_LARGE");
        assertThat(second).containsExactly("at 0");
    }

    @Test
    void aLostAcknowledgementLeavesTheRecord() {
        log.faults().loseAcknowledgements(1);

        List<String> told = user.send(writer, "a", "1");
        log.runUntilIdle();

        assertThat(told).containsExactly("OUTCOME_UNKNOWN");
        assertThat(user.read()).containsExactly("0@0 a=1");
    }

    @Test
    void hangingWritesGoOnWhenResumed() {
        log.faults().hangSends();
        List<String> told = user.send(writer, "a", "1");
        log.advance(Duration.ofHours(1));
        assertThat(told).isEmpty();

        log.faults().resumeSends();
        log.runUntilIdle();

        assertThat(told).containsExactly("at 0");
    }

    @Test
    void hangingWritesCanFailInTheEnd() {
        log.faults().hangSends();
        List<String> told = user.send(writer, "a", "1");

        log.faults().failHeldSends(Failure.NOT_SENT);
        log.faults().resumeSends();
        log.runUntilIdle();

        assertThat(told).containsExactly("NOT_SENT");
        assertThat(log.partition(0).end()).isZero();
    }

    @Test
    void aBrokenWriterIsReplaced() {
        List<String> before = user.send(writer, "a", "1");
        log.faults().breakWriters();
        List<String> after = user.send(writer, "b", "2");
        log.runUntilIdle();

        assertThat(writer.usable()).isFalse();
        assertThat(before).containsExactly("OTHER");
        assertThat(after).containsExactly("NOT_SENT");
        assertThat(user.port.openWriter().usable()).isTrue();
    }

    @Test
    void closeWaitsForWhatWasSentAndAcknowledgesOnce() {
        List<String> appended = user.send(writer, "a", "1");
        log.step();
        List<String> queued = user.send(writer, "b", "2");

        writer.close(Duration.ofSeconds(1));
        log.runUntilIdle();

        assertThat(appended).containsExactly("at 0");
        assertThat(queued).containsExactly("at 1");
    }

    @Test
    void closeFailsWhatHangsOrHasNoTime() {
        List<String> noTime = user.send(writer, "a", "1");
        writer.close(Duration.ZERO);
        LogWriter other = user.port.openWriter();
        log.faults().hangSends();
        List<String> hangs = user.send(other, "b", "2");
        other.close(Duration.ofSeconds(1));

        assertThat(noTime).containsExactly("OUTCOME_UNKNOWN");
        assertThat(hangs).containsExactly("OUTCOME_UNKNOWN");
    }

    @Test
    void aWriteToADeletedTopicFails() {
        log.deleteTopic();

        List<String> told = user.send(writer, "a", "1");
        log.runUntilIdle();

        assertThat(told).containsExactly("TOPIC_MISSING");
    }

    @Test
    void withoutBrokersWritesHangAndPollsGiveNothing() {
        log.append(0, "a", "1");
        log.faults().disconnect();
        List<String> told = user.send(writer, "b", "2");
        log.runUntilIdle();
        assertThat(user.read()).isEmpty();
        assertThat(told).isEmpty();
        assertThat(user.port.describe().handle((topic, failure) -> failure).join())
                .hasMessageContaining("UNREACHABLE");

        log.faults().reconnect();
        log.runUntilIdle();

        assertThat(told).containsExactly("at 1");
        assertThat(user.read()).hasSize(2);
    }
}
