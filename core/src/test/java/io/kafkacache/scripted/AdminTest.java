package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.TopicDescription;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class AdminTest {
    private final ScriptedLog log = ScriptedLog.create("users", 1);
    private final LogUser user = LogUser.committed(log);

    @Test
    void anAnswerIsALaterStepAndSaysWhatWasTrueWhenAsked() {
        CompletableFuture<Map<Integer, Position>> ends = user.port.ends(Set.of(0), EndKind.TARGET);
        log.append(0, "a", "1");
        assertThat(ends).isNotDone();

        log.step();

        assertThat(ends).isCompletedWithValue(Map.of(0, new Position(0, 0)));
    }

    @Test
    void oneSortOfCallFailsAsOftenAsPlanned() {
        log.faults().failAdmin(AdminCall.DESCRIBE, 2, Failure.UNREACHABLE);

        assertThat(kind(user.port.describe())).isEqualTo(LogException.Kind.UNREACHABLE);
        assertThat(user.port.settings()).succeedsWithin(Duration.ofSeconds(1));
        assertThat(kind(user.port.describe())).isEqualTo(LogException.Kind.UNREACHABLE);
        assertThat(user.port.describe().join().partitions()).isEqualTo(1);
    }

    @Test
    void aHeldAnswerComesWhenResumed() {
        log.faults().hangAdmin(AdminCall.DESCRIBE);
        CompletableFuture<TopicDescription> held = user.port.describe();
        log.advance(Duration.ofHours(1));
        assertThat(held).isNotDone();
        assertThat(user.end(EndKind.TARGET).offset()).isZero();

        log.faults().resumeAdmin();
        log.runUntilIdle();

        assertThat(held).isCompleted();
    }

    @Test
    void closingFailsWhatIsOutstandingAndWhatComesLater() {
        log.faults().hangAdmin();
        CompletableFuture<TopicDescription> held = user.port.describe();

        user.close();
        log.runUntilIdle();

        assertThat(held).isCompletedExceptionally();
        assertThat(kind(user.port.describe())).isEqualTo(LogException.Kind.OTHER);
    }

    @Test
    void healingEndsEveryFault() {
        log.append(0, "a", "1");
        ScriptedFaults faults = log.faults();
        faults.failPolls(ScriptedFaults.FOR_EVER, Failure.OTHER);
        faults.failAdmin(AdminCall.DESCRIBE, ScriptedFaults.FOR_EVER, Failure.OTHER);
        faults.hangPolls();
        faults.throttle(0);
        faults.disconnect();
        faults.hangAdmin(AdminCall.SETTINGS);

        faults.heal();

        assertThat(user.read()).hasSize(1);
        assertThat(user.port.describe().join()).isNotNull();
        assertThat(user.port.settings().join()).isNotNull();
    }

    @Test
    void aProbeOfWhatCanBeReadSaysNo() {
        log.append(0, "a", "1");

        assertThat(user.port.probe(0, Position.at(0)).join()).isFalse();
        assertThat(user.port.probe(0, Position.at(1)).join()).isTrue();
        assertThat(kind(user.port.probe(0, Position.at(2)))).isEqualTo(LogException.Kind.OUT_OF_RANGE);
    }

    @Test
    void aThreadedLogIsNotStepped() {
        ScriptedLog threaded = ScriptedLog.create("users", 1).threaded();

        assertThatThrownBy(threaded::step).hasMessageContaining("threads");
    }

    @Test
    void aLogWithAnOpenCacheStaysStepped() {
        assertThatThrownBy(log::threaded).isInstanceOf(IllegalStateException.class);
    }

    private static LogException.Kind kind(CompletableFuture<?> answer) {
        Object failure = answer.handle((value, thrown) -> thrown).join();
        assertThat(failure).isInstanceOf(LogException.class);
        return ((LogException) failure).kind();
    }
}
