package io.kafkacache.scripted;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.log.TopicSettings;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TopicLifeTest {
    private final ScriptedLog log = ScriptedLog.create("users", 2);
    private final LogUser user = LogUser.committed(log);

    @Test
    void addedPartitionsAreSeenByAskingAlone() {
        log.addPartitions(3);
        log.append(2, "a", "1");

        assertThat(user.read()).isEmpty();
        assertThat(describe().partitions()).isEqualTo(3);
        assertThat(user.from(2, Position.at(0)).read()).containsExactly("2@0 a=1");
    }

    @Test
    void aDeletedTopicIsMissingAndGivesNothing() {
        log.append(0, "a", "1");

        log.deleteTopic();

        assertThat(user.read()).isEmpty();
        assertMissing(user.port.describe());
        assertMissing(user.port.settings());
        assertMissing(user.port.ends(Set.of(0), EndKind.TARGET));
    }

    @Test
    void aRecreatedTopicHasAnotherIdAndReadersGoOnByName() {
        log.append(0, "a", "1");
        log.append(0, "b", "2");
        user.read();
        String before = describe().topicId();

        log.recreateTopic(1);

        assertThat(describe().topicId())
                .isNotEqualTo(before)
                .isEqualTo(log.topicId())
                .hasSize(22);
        assertThat(user.failureOfPoll().kind()).isEqualTo(LogException.Kind.OUT_OF_RANGE);
        log.append(0, "c", "3");
        log.append(0, "d", "4");
        log.append(0, "e", "5");
        assertThat(user.read()).containsExactly("0@2 e=5");
        assertThat(log.partition(0).history()).hasSize(3);
    }

    @Test
    void createTopicMakesAMissingOneAndLeavesAnExistingOne() {
        user.port.createTopic(5, 1, Map.of()).join();
        assertThat(log.partitions()).isEqualTo(2);

        log.deleteTopic();
        user.port.createTopic(5, 1, Map.of()).join();
        assertThat(describe().partitions()).isEqualTo(5);
    }

    @Test
    void settingsAreWhatTheTestConfigured() {
        assertThat(user.port.settings().join()).isEqualTo(new TopicSettings(true, false, 86_400_000));

        log.configure(true, true, Duration.ofMinutes(1));

        assertThat(user.port.settings().join()).isEqualTo(new TopicSettings(true, true, 60_000));
    }

    @Test
    void startingAtFindsTheFirstRecordOfATime() {
        log.append(0, "a", "1");
        log.advance(Duration.ofSeconds(10));
        log.append(0, "b", "2");

        assertThat(user.port.startingAt(Set.of(0, 1), log.now().minusSeconds(5)).join())
                .containsEntry(0, new Position(1, 0))
                .containsEntry(1, new Position(0, 0));
    }

    @Test
    void positionsOfAGroupAreKeptAndForgotten() {
        user.port.commit("g", Map.of(0, new Position(3, 1)), "m").join();
        user.port.commit("g", Map.of(1, Position.at(4)), "m2").join();

        assertThat(log.usage().committed("g"))
                .containsEntry(0, new Position(3, 1))
                .containsEntry(1, Position.at(4));
        assertThat(log.usage().committedMetadata("g")).isEqualTo("m2");
        assertThat(log.usage().groups()).containsExactly("g");

        user.port.forget("g").join();
        assertThat(log.usage().groups()).isEmpty();
    }

    @Test
    void whatWasOpenedIsCountedUntilItIsClosed() {
        user.port.openWriter();
        user.port.describe().join();
        user.poll();
        ScriptedUsage usage = log.usage();
        assertThat(usage.openReaders()).isEqualTo(1);
        assertThat(usage.openWriters()).isEqualTo(1);
        assertThat(usage.openPorts()).isEqualTo(1);
        assertThat(usage.polls()).isEqualTo(1);
        assertThat(usage.adminCalls(AdminCall.DESCRIBE)).isEqualTo(1);

        user.close();
        user.close();

        assertThat(usage.openReaders() + usage.openWriters() + usage.openPorts())
                .isZero();
    }

    @Test
    void aLogServesItsOwnTopicOnly() {
        LogSettings other = new LogSettings("orders", "c", Isolation.READ_COMMITTED, "", Map.of());

        assertThatThrownBy(() -> log.open(other)).hasMessageContaining("another(");
    }

    @Test
    void anotherTopicSharesTheClock() {
        ScriptedLog orders = log.another("orders", 1);

        orders.advance(Duration.ofSeconds(1));

        assertThat(log.now()).isEqualTo(orders.now());
        assertThat(orders.topicId()).isNotEqualTo(log.topicId());
    }

    private TopicDescription describe() {
        return user.port.describe().join();
    }

    private static void assertMissing(CompletableFuture<?> answer) {
        assertThatThrownBy(answer::join).cause().isInstanceOfSatisfying(LogException.class, failure -> assertThat(
                        failure.kind())
                .isEqualTo(LogException.Kind.TOPIC_MISSING));
    }
}
