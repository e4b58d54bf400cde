package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CompactionTest {
    private final ScriptedLog log = ScriptedLog.create("users", 1);
    private final ScriptedPartition partition = log.partition(0);

    @Test
    void theNewestRecordOfEachKeyStaysWhereItStood() {
        log.append(0, "a", "1");
        log.append(0, "b", "2");
        log.append(0, "a", "3");

        partition.compact();

        assertThat(LogUser.committed(log).read()).containsExactly("0@1 b=2", "0@2 a=3");
        assertThat(partition.start()).isZero();
        assertThat(partition.end()).isEqualTo(3);
        assertThat(partition.history()).hasSize(3);
    }

    @Test
    void tombstonesStayUntilTheyAreDropped() {
        log.append(0, "a", "1");
        log.delete(0, "a");

        partition.compact();
        assertThat(LogUser.committed(log).read()).containsExactly("0@1 a=null");

        partition.compact(true);
        LogUser user = LogUser.committed(log);
        assertThat(user.read()).isEmpty();
        assertThat(user.position()).isEqualTo(2);
    }

    @Test
    void byTheClockATombstoneGoesOnceItsTimeHasPassedSinceItWasFirstCleaned() {
        log.configure(true, false, Duration.ofMinutes(10));
        log.append(0, "a", "1");
        log.delete(0, "a");
        log.advance(Duration.ofMinutes(11));

        partition.clean(Long.MAX_VALUE);
        log.advance(Duration.ofMinutes(10));
        partition.clean(Long.MAX_VALUE);
        assertThat(LogUser.committed(log).read()).containsExactly("0@1 a=null");

        log.advance(Duration.ofMillis(1));
        partition.clean(1);
        assertThat(LogUser.committed(log).read()).containsExactly("0@1 a=null");
        partition.clean(Long.MAX_VALUE);
        assertThat(LogUser.committed(log).read()).isEmpty();
    }

    @Test
    void nothingFromTheFirstOpenTransactionOnIsCompacted() {
        log.append(0, "a", "1");
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "a", "2");
        log.append(0, "a", "3");

        partition.compact();
        assertThat(partition.readable(Isolation.READ_UNCOMMITTED)).hasSize(3);

        transaction.commit();
        partition.compact();
        assertThat(LogUser.uncommitted(log).read()).containsExactly("0@2 a=3");
    }

    @Test
    void abortedRecordsGoAndSupersedeNothing() {
        log.append(0, "a", "1");
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "a", "2");
        transaction.abort();

        partition.compact();

        assertThat(LogUser.uncommitted(log).read()).containsExactly("0@0 a=1");
        assertThat(partition.end()).isEqualTo(3);
    }

    @Test
    void recordsWithoutAKeyGo() {
        log.append(0, (byte[]) null, new byte[] {1});

        partition.compact();

        assertThat(partition.readable(Isolation.READ_COMMITTED)).isEmpty();
    }

    @Test
    void compactionBelowAnOffsetLeavesTheRest() {
        log.append(0, "a", "1");
        log.append(0, "a", "2");
        log.append(0, "a", "3");

        partition.compact(2, false);

        assertThat(LogUser.committed(log).read()).containsExactly("0@1 a=2", "0@2 a=3");
    }

    @Test
    void aReaderPassesAHoleAtTheTail() {
        log.append(0, "a", "1");
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "b", "2");
        transaction.abort();
        partition.compact(true);
        LogUser user = LogUser.committed(log);

        assertThat(user.read()).containsExactly("0@0 a=1");

        assertThat(user.position()).isEqualTo(3);
    }

    @Test
    void aDroppedTailKeepsTheReaderShortOfTheEnd() {
        log.append(0, "a", "1");
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "b", "2");
        transaction.abort();
        LogUser user = LogUser.committed(log);

        partition.dropTail();

        assertThat(user.read()).containsExactly("0@0 a=1");
        assertThat(user.poll().nextPositions()).isEmpty();
        assertThat(user.position()).isEqualTo(1);
        assertThat(user.end(EndKind.TARGET).offset()).isEqualTo(3);
        assertThat(user.port.probe(0, Position.at(1)).join()).isTrue();

        log.append(0, "c", "3");
        assertThat(user.port.probe(0, Position.at(1)).join()).isFalse();
        assertThat(user.read()).containsExactly("0@3 c=3");
        assertThat(user.position()).isEqualTo(4);
    }

    @Test
    void aTailIsNotDroppedFromUnderAnOpenTransaction() {
        log.begin().append(0, "a", "1");
        log.append(0, "b", "2");

        assertThatThrownBy(() -> partition.dropTail(1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tailsDroppedOneAfterAnotherAreOne() {
        log.append(0, "a", "1");
        log.append(0, "b", "2");
        partition.dropTail(1);
        log.append(0, "c", "3");
        partition.dropTail(2);
        LogUser user = LogUser.committed(log);

        assertThat(user.read()).containsExactly("0@0 a=1");

        assertThat(user.position()).isEqualTo(1);
        assertThat(partition.end()).isEqualTo(3);
    }

    @Test
    void aReaderBelowTheStartIsOutOfRange() {
        log.append(0, "a", "1");
        log.append(0, "b", "2");
        LogUser user = LogUser.committed(log);

        partition.trim(1);

        assertThat(user.failureOfPoll().kind()).isEqualTo(LogException.Kind.OUT_OF_RANGE);
        assertThat(user.failureOfPoll().partition()).isZero();
        assertThat(user.end(EndKind.START).offset()).isEqualTo(1);
        assertThat(user.from(0, Position.at(1)).read()).containsExactly("0@1 b=2");
    }
}
