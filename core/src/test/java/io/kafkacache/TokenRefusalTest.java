package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A token that cannot be served exactly is GONE, and says why: of another topic, of entries made otherwise, of replicas that may differ. */
class TokenRefusalTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    private final Follower follower = new Follower();

    @Test
    void anotherTopicOfThatNameIsGone() {
        KafkaCache<String, String> first = topic.openReady();
        follower.listen(first, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        first.close();
        topic.log.deleteTopic();
        topic.log.createTopic(2);
        follower.listen(topic.openReady(), ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).singleElement().asString().contains("deleted and made again");
    }

    @Test
    void entriesOfAnotherVersionAreGone() {
        KafkaCache<String, String> first = topic.openReady();
        follower.listen(first, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        ResolvedCache<String, String, String, String> second =
                topic.closing(topic.builder().filter("v2", (key, value) -> true).open());
        second.awaitReady(TestTopic.PATIENCE);
        follower.listen(second, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).singleElement().asString().contains("version ''", "version 'v2'");
    }

    /** A window lacks keys of which no record comes any more: whoever was told its state would never learn of them. */
    @Test
    void theStateOfAWindowIsGoneForAWholeCache() {
        topic.log.append(0, "ann", "1");
        KafkaCache<String, String> whole = topic.openReady();
        KafkaCache<String, String> window = topic.openReady(b -> b.startAt(StartAt.offsets(Map.of(0, 1L))));
        follower.listen(window, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        follower.leaveSettled(topic);

        follower.listen(whole, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).singleElement().asString().contains("from offsets {0=1}");
    }

    /** Kept entries are not those of a cache whose reads fail. */
    @Test
    void theStateUnderOtherConsequencesIsGone() {
        KafkaCache<String, String> failing = topic.openReady();
        KafkaCache<String, String> keeping = topic.openReady(b -> b.onRejected(OnRejected.KEEP_PREVIOUS));
        follower.listen(keeping, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        follower.leaveSettled(topic);

        follower.listen(failing, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).singleElement().asString().contains("KEEP_PREVIOUS");
    }

    /** What one of them shows the other one may have removed. */
    @Test
    void theStateOfACacheThatJudgesNothingIsGone() {
        topic.log.append(0, "ann", "a secret");
        KafkaCache<String, String> lax = topic.openReady(b -> b.onRejected(OnRejected.REMOVE));
        KafkaCache<String, String> strict = topic.openReady(b -> b.onRejected(OnRejected.REMOVE)
                .validateReads(Validator.rule("has no spaces", (key, value) -> !value.contains(" "))));
        follower.listen(lax, ListenOptions.stateFirst());
        follower.leaveSettled(topic);

        follower.listen(strict, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).singleElement().asString().contains("reads judged");
    }

    /** An uncommitted cache may have told of records that were aborted, and one that keeps what was trimmed of entries that left elsewhere. */
    @ParameterizedTest
    @CsvSource({"true,uncommitted", "false,keeps what was trimmed"})
    void theStateOfACacheThatShowsMoreIsGone(boolean uncommitted, String told) {
        KafkaCache<String, String> usual = topic.openReady();
        KafkaCache<String, String> more =
                topic.openReady(b -> uncommitted ? b.isolation(Isolation.READ_UNCOMMITTED) : b.followRetention(false));
        follower.listen(more, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        follower.leaveSettled(topic);

        follower.listen(usual, ListenOptions.stateFirst());
        topic.settle();

        assertThat(follower.gone).singleElement().asString().contains("version ' " + told + "'", "version ''");
    }

    /** What they show depends on what compaction had left when each of them read it. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whereReplicasMayDifferATokenIsGoodForItsOwnCacheOnly(boolean judging) {
        UnaryOperator<Builder<String, String, String, String, KafkaCache<String, String>>> options = b -> judging
                ? b.validateMutations(MutationValidator.rule("grows", change -> true))
                : b.onRejected(OnRejected.KEEP_PREVIOUS);
        KafkaCache<String, String> users = topic.openReady(options);
        KafkaCache<String, String> other = topic.openReady(options);
        follower.listen(users, ListenOptions.stateFirst());
        topic.log.append(0, "bob", "1");
        follower.leaveSettled(topic);
        follower.listen(users, ListenOptions.stateFirst());
        follower.leaveSettled(topic);
        boolean ownIsGone = !follower.gone.isEmpty();

        follower.listen(other, ListenOptions.stateFirst());
        topic.settle();

        assertThat(ownIsGone).isFalse();
        assertThat(follower.gone).singleElement().asString().contains("KEEP_PREVIOUS or validateMutations");
    }

    @Test
    void garbageIsRefusedAtTheCall() {
        KafkaCache<String, String> users = topic.openReady();

        assertThatIllegalArgumentException()
                .isThrownBy(() -> users.listen(ListenOptions.<String>fromNow().resume("garbage"), follower))
                .withMessageContaining("resume token");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> users.asPublisher(ListenOptions.<String>fromNow().resume("")));
    }
}
