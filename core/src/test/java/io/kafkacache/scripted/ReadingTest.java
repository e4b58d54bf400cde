package io.kafkacache.scripted;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class ReadingTest {
    private final ScriptedLog log = ScriptedLog.create("users", 3);

    @Test
    void aRecordComesWithAllItHas() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("h", new byte[] {7});
        log.append(0, new byte[] {1}, new byte[] {2}, Instant.ofEpochMilli(42), headers);
        headers.remove("h");
        LogUser user = LogUser.committed(log);

        RecordBatch batch = user.poll();

        assertThat(batch.next()).isTrue();
        assertThat(batch.timestampMillis()).isEqualTo(42);
        assertThat(batch.headers().lastHeader("h").value()).containsExactly(7);
        assertThat(batch.count()).isEqualTo(1);
        assertThat(batch.next()).isFalse();
        assertThat(batch.next()).isFalse();
    }

    @Test
    void timestampsFollowTheScriptedClock() {
        long first = log.now().toEpochMilli();
        log.append(0, "a", "1");
        log.advance(Duration.ofMillis(1500));
        log.append(0, "b", "2");

        assertThat(log.partition(0).history())
                .extracting(ScriptedRecord::timestampMillis)
                .containsExactly(first, first + 1500);
    }

    @Test
    void viewsAreWorthlessAfterTheNextPoll() {
        log.append(0, "a", "x".repeat(10_000));
        LogUser user = LogUser.committed(log);
        RecordBatch batch = user.poll();
        batch.next();
        ByteBuffer key = batch.key();
        ByteBuffer value = batch.value();
        assertThat(LogUser.text(batch.value())).hasSize(10_000);

        user.poll();

        assertThat(key).isNotEqualTo(ByteBuffer.wrap(new byte[] {'a'}));
        assertThat(value).isNotEqualTo(ByteBuffer.wrap("x".repeat(10_000).getBytes(UTF_8)));
    }

    @Test
    void anEmptyPollRestsInsteadOfWaiting() {
        LogUser user = LogUser.committed(log);

        assertThat(user.poll().restNanos()).isEqualTo(LogUser.WAIT.toNanos());

        log.append(0, "a", "1");
        assertThat(user.poll().restNanos()).isZero();
    }

    @Test
    void anAppendWakesTheActivityThatPolls() {
        LogUser user = LogUser.committed(log);
        Driver driver = log.driver("users", null, null);
        List<String> seen = new ArrayList<>();
        driver.start("reader", () -> {
            RecordBatch batch = user.poll();
            seen.add(batch.count() + " at " + driver.nanoTime());
            return batch.restNanos();
        });
        log.advance(Duration.ofMillis(600));

        log.append(0, "a", "1");
        log.runUntilIdle();

        assertThat(seen).containsExactly("0 at 0", "0 at 500000000", "1 at 600000000", "0 at 600000000");
    }

    @Test
    void aPollLimitStarvesNoPartition() {
        for (int i = 0; i < 4; i++) {
            log.append(0, "a" + i, "1");
        }
        log.append(1, "b", "1");
        log.faults().pollLimit(2);
        LogUser user = LogUser.committed(log);
        user.reader.assign(Map.of(0, Position.at(0), 1, Position.at(0)));

        assertThat(user.read()).containsExactly("0@0 a0=1", "0@1 a1=1");
        assertThat(user.read()).containsExactly("1@0 b=1", "0@2 a2=1");
        assertThat(user.read()).containsExactly("0@3 a3=1");
    }

    @Test
    void aThrottledPartitionIsLeftOut() {
        log.append(0, "a", "1");
        log.append(1, "b", "2");
        log.faults().throttle(0);
        LogUser user = LogUser.committed(log);
        user.reader.assign(Map.of(0, Position.at(0), 1, Position.at(0)));

        assertThat(user.read()).containsExactly("1@0 b=2");
        assertThat(user.port.probe(0, Position.at(1)).join()).isFalse();

        log.faults().unthrottle();
        assertThat(user.read()).containsExactly("0@0 a=1");
        assertThat(user.port.probe(0, Position.at(1)).join()).isTrue();
    }

    @Test
    void hangingPollsGiveNothing() {
        log.append(0, "a", "1");
        LogUser user = LogUser.committed(log);

        log.faults().hangPolls();
        assertThat(user.read()).isEmpty();

        log.faults().resumePolls();
        assertThat(user.read()).hasSize(1);
    }

    @Test
    void aFailedPollEndsTheReader() {
        LogUser user = LogUser.committed(log);
        log.faults().failPolls(1, Failure.DENIED);

        assertThat(user.failureOfPoll().kind()).isEqualTo(LogException.Kind.DENIED);

        assertThatThrownBy(user::poll).isInstanceOf(IllegalStateException.class).hasMessageContaining("open another");
        assertThat(user.port.openReader().poll(LogUser.WAIT).count()).isZero();
    }

    @Test
    void aReaderOfAClosedLogIsToldSo() {
        LogUser user = LogUser.committed(log);

        user.close();

        assertThat(user.failureOfPoll()).hasMessageContaining("closed");
    }

    @Test
    void aPartitionTheTopicLacksGivesNothing() {
        LogUser user = new LogUser(log, Isolation.READ_COMMITTED).from(9, Position.at(0));

        assertThat(user.read()).isEmpty();
    }

    @Test
    void openingCanFail() {
        LogUser user = LogUser.committed(log);
        log.faults().failOpening(2, Failure.UNREACHABLE);

        assertThatThrownBy(user.port::openReader).isInstanceOf(LogException.class);
        assertThatThrownBy(user.port::openWriter).isInstanceOf(LogException.class);
        user.port.openReader().close();
    }
}
