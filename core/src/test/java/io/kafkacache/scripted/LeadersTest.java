package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import org.junit.jupiter.api.Test;

class LeadersTest {
    private final ScriptedLog log = ScriptedLog.create("users", 1);
    private final ScriptedPartition partition = log.partition(0);

    @Test
    void positionsCarryTheEpochOfTheirRecords() {
        log.append(0, "a", "1");
        partition.changeLeader();
        LogUser user = LogUser.committed(log);

        user.read();
        assertThat(user.positions).containsEntry(0, new Position(1, 0));
        assertThat(user.end(EndKind.TARGET)).isEqualTo(new Position(1, 1));

        log.append(0, "b", "2");
        user.read();
        assertThat(user.positions).containsEntry(0, new Position(2, 1));
        assertThat(partition.history()).extracting(ScriptedRecord::leaderEpoch).containsExactly(0, 1);
    }

    @Test
    void aReaderBeyondATruncationIsToldThoughTheLogWasRefilled() {
        appendThree();
        LogUser user = LogUser.committed(log);
        user.read();

        partition.truncate(1);
        appendThree();

        assertThat(user.failureOfPoll().kind()).isEqualTo(LogException.Kind.TRUNCATED);
        assertThat(user.failureOfPoll().partition()).isZero();
        assertThat(partition.leaderEpoch()).isEqualTo(1);
    }

    @Test
    void anAssignedPositionIsValidatedByItsEpoch() {
        appendThree();
        partition.truncate(1);
        appendThree();
        LogUser user = LogUser.committed(log);

        assertThat(user.from(0, new Position(3, 0)).failureOfPoll().kind()).isEqualTo(LogException.Kind.TRUNCATED);
        assertThat(user.from(0, new Position(1, 0)).read()).hasSize(3);
        assertThat(user.from(0, new Position(3, 9)).failureOfPoll().kind()).isEqualTo(LogException.Kind.TRUNCATED);
    }

    @Test
    void withoutAnEpochATruncationGoesUnnoticedInRange() {
        appendThree();
        partition.truncate(1);
        appendThree();
        LogUser user = LogUser.committed(log);

        assertThat(user.from(0, Position.at(3)).read()).containsExactly("0@3 c=3");
        assertThat(user.from(0, Position.at(5)).failureOfPoll().kind()).isEqualTo(LogException.Kind.OUT_OF_RANGE);
    }

    @Test
    void aReaderBelowATruncationGoesOn() {
        appendThree();
        LogUser user = LogUser.committed(log);
        log.faults().pollLimit(1);
        assertThat(user.read()).containsExactly("0@0 a=1");

        partition.truncate(1);
        log.append(0, "d", "4");

        assertThat(user.read()).containsExactly("0@1 d=4");
        assertThat(partition.history()).extracting(ScriptedRecord::keyText).containsExactly("a", "d");
    }

    @Test
    void aChangeOfLeaderAloneTruncatesNothing() {
        appendThree();
        LogUser user = LogUser.committed(log);
        user.read();

        partition.changeLeader();
        log.append(0, "d", "4");

        assertThat(user.read()).containsExactly("0@3 d=4");
    }

    @Test
    void aReplacedLeaderAnswersWithItsOldEnd() {
        appendThree();
        LogUser user = LogUser.committed(log);
        Position old = partition.endPosition();
        partition.changeLeader();
        log.append(0, "d", "4");

        log.faults().answerStaleEnds(0, 1, old);

        assertThat(user.end(EndKind.TARGET)).isEqualTo(new Position(3, 0));
        assertThat(user.end(EndKind.TARGET)).isEqualTo(new Position(4, 1));
    }

    @Test
    void aTransactionWhoseRecordsWereTruncatedHoldsNobody() {
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "a", "1");

        partition.truncate(0);
        log.append(0, "b", "2");

        assertThat(LogUser.committed(log).read()).containsExactly("0@0 b=2");
    }

    private void appendThree() {
        log.append(0, "a", "1");
        log.append(0, "b", "2");
        log.append(0, "c", "3");
    }
}
