package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.EndKind;
import org.junit.jupiter.api.Test;

class TransactionsTest {
    private final ScriptedLog log = ScriptedLog.create("users", 1);

    @Test
    void aMarkerTakesAnOffsetAndIsNeverGiven() {
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "a", "1");
        transaction.commit();
        long behind = log.append(0, "b", "2");
        LogUser user = LogUser.committed(log);

        assertThat(behind).isEqualTo(2);
        assertThat(user.read()).containsExactly("0@0 a=1", "0@2 b=2");
    }

    @Test
    void thePositionMovesPastAMarkerWithoutARecord() {
        LogUser user = LogUser.committed(log);
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "a", "1");
        assertThat(user.read()).isEmpty();
        assertThat(user.position()).isZero();

        transaction.abort();

        assertThat(user.read()).isEmpty();
        assertThat(user.position()).isEqualTo(2);
    }

    @Test
    void anOpenTransactionHoldsTheCommittedReader() {
        log.append(0, "a", "1");
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "b", "2");
        log.append(0, "c", "3");
        LogUser user = LogUser.committed(log);

        assertThat(user.read()).containsExactly("0@0 a=1");
        assertThat(user.end(EndKind.HEAD).offset()).isEqualTo(1);
        assertThat(user.end(EndKind.TARGET).offset()).isEqualTo(3);
        assertThat(log.partition(0).lastStable()).isEqualTo(1);

        transaction.commit();
        assertThat(user.read()).containsExactly("0@1 b=2", "0@2 c=3");
        assertThat(user.end(EndKind.HEAD).offset()).isEqualTo(4);
    }

    @Test
    void theEarliestOfSeveralTransactionsHolds() {
        ScriptedTransaction first = log.begin();
        ScriptedTransaction second = log.begin();
        second.append(0, "b", "2");
        first.append(0, "a", "1");

        second.commit();
        assertThat(log.partition(0).lastStable()).isEqualTo(1);

        first.abort();
        assertThat(log.partition(0).lastStable()).isEqualTo(4);
        assertThat(LogUser.committed(log).read()).containsExactly("0@0 b=2");
    }

    @Test
    void anAbortedRecordIsSeenUncommittedOnly() {
        ScriptedTransaction transaction = log.begin();
        transaction.append(0, "a", "1");
        LogUser uncommitted = LogUser.uncommitted(log);
        assertThat(uncommitted.read()).containsExactly("0@0 a=1");
        assertThat(uncommitted.end(EndKind.HEAD).offset()).isEqualTo(1);

        transaction.abort();
        log.append(0, "b", "2");

        assertThat(uncommitted.read()).containsExactly("0@2 b=2");
        assertThat(LogUser.committed(log).read()).containsExactly("0@2 b=2");
    }

    @Test
    void aTransactionEndsInAllItsPartitions() {
        ScriptedLog two = ScriptedLog.create("users", 2);
        ScriptedTransaction transaction = two.begin();
        transaction.append(0, "a", "1");
        transaction.delete(1, "b");

        transaction.commit();

        assertThat(two.partition(0).end()).isEqualTo(2);
        assertThat(two.partition(1).end()).isEqualTo(2);
        assertThatThrownBy(() -> transaction.append(0, "c", "3")).hasMessageContaining("COMMITTED");
        assertThatThrownBy(transaction::abort).hasMessageContaining("COMMITTED");
    }

    @Test
    void historyTellsTheOutcome() {
        log.append(0, "a", "1");
        ScriptedTransaction committed = log.begin();
        committed.append(0, "b", "2");
        committed.commit();
        ScriptedTransaction aborted = log.begin();
        aborted.append(0, "c", "3");
        aborted.abort();
        log.begin().append(0, "d", "4");

        assertThat(log.partition(0).history())
                .extracting(ScriptedRecord::outcome)
                .containsExactly(Outcome.NONE, Outcome.COMMITTED, Outcome.ABORTED, Outcome.OPEN);
        assertThat(log.partition(0).readable(Isolation.READ_COMMITTED))
                .extracting(ScriptedRecord::keyText)
                .containsExactly("a", "b");
    }
}
