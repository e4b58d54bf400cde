package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Resumable on another replica, which reads what the token does not cover first: a record that changes nothing there, for one of another partition
 * outranks it, may yet be what the follower knows. So what is told ends in what is shown, or in GONE.
 */
class ResumeOutrankedTest {
    private static final int UNCOVERED = 0;
    private static final int COVERED = 1;

    @RegisterExtension
    final TestTopic topic = new TestTopic(3);

    private final Members members = new Members(topic);
    private final Follower follower = new Follower();
    private Instant start = Instant.EPOCH;

    @BeforeEach
    void later() {
        topic.log.advance(Duration.ofMinutes(1));
        start = topic.log.now();
    }

    private void put(int partition, String key, String value, int rank) {
        topic.log.append(partition, key, value, start.plusMillis(rank));
    }

    private void delete(int partition, String key, int rank) {
        topic.log.append(partition, key, null, start.plusMillis(rank));
    }

    /** The follower leaves with a token that covers what {@code covered} appends; the other replica, frozen, has read what stood before. */
    private void leave(ReadableCache<String, String> ahead, ReadableCache<String, String> behind, Runnable covered) {
        follower.listen(ahead, ListenOptions.stateFirst());
        topic.settle();
        behind.freeze();
        covered.run();
        follower.leaveSettled(topic);
    }

    private void goesOnAt(ReadableCache<String, String> behind) {
        goesOnAt(behind, ListenOptions.stateFirst());
    }

    private void goesOnAt(ReadableCache<String, String> behind, ListenOptions<String> options) {
        follower.listen(behind, options);
        topic.log.faults().throttle(COVERED);
        behind.unfreeze();
        topic.settle();
        topic.log.faults().unthrottle();
        topic.log.advance(Duration.ofSeconds(5));
    }

    private void isToldWhatIsShown(ReadableCache<String, String> behind) {
        assertThat(follower.gone).isEmpty();
        assertThat(follower.state).isEqualTo(TestTopic.contents(behind));
    }

    private void isGone() {
        assertThat(follower.gone).singleElement().asString().contains("in another order");
    }

    @Test
    void aRemovalOfAnotherPartitionKeepsAwayWhatTheTokenCovers() {
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> put(COVERED, "k", "1", 1));
        delete(UNCOVERED, "k", 2);
        goesOnAt(behind);

        assertThat(TestTopic.contents(behind)).isEmpty();
        isGone();
    }

    @Test
    void soDoesARecordOfWhichNothingIsShown() {
        ResolvedCache<String, String, String, String> behind = filtered();
        leave(filtered(), behind, () -> put(COVERED, "k", "1", 1));
        put(UNCOVERED, "k", "hidden", 2);
        goesOnAt(behind);

        assertThat(TestTopic.contents(behind)).isEmpty();
        isGone();
    }

    private ResolvedCache<String, String, String, String> filtered() {
        ResolvedCache<String, String, String, String> cache = topic.closing(topic.builder()
                .filter("shown", (key, value) -> !value.equals("hidden"))
                .open());
        cache.awaitReady(TestTopic.PATIENCE);
        return cache;
    }

    /** It took it away: what is told of the removal is all there is. */
    @Test
    void aRemovalThatIsToldIsEnough() {
        put(COVERED, "k", "1", 1);
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> put(COVERED, "k", "2", 2));
        delete(UNCOVERED, "k", 3);
        goesOnAt(behind);

        assertThat(follower.told).endsWith("0@0 DELETE k");
        isToldWhatIsShown(behind);
    }

    @Test
    void soIsAPutThatIsTold() {
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> put(COVERED, "k", "1", 1));
        put(UNCOVERED, "k", "2", 2);
        goesOnAt(behind);

        assertThat(follower.told).endsWith("0@0 PUT k=2");
        isToldWhatIsShown(behind);
    }

    /** Timestamps of the covered partition go back, so that a removal counts there which the token does not cover. */
    @Test
    void aRemovalComesToCountByWhatTheTokenCovers() {
        put(COVERED, "k", "1", 9);
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> put(COVERED, "k", "2", 1));
        delete(UNCOVERED, "k", 5);
        goesOnAt(behind);

        assertThat(TestTopic.contents(behind)).isEmpty();
        isGone();
    }

    /** What came up for the follower, when the covered partition let go of the key, was removed here while it did not count. */
    @Test
    void whatComesUpByWhatTheTokenCoversWasRemovedUnseen() {
        put(UNCOVERED, "k", "1", 5);
        put(COVERED, "k", "2", 9);
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> delete(COVERED, "k", 3));
        delete(UNCOVERED, "k", 2);
        goesOnAt(behind);

        assertThat(TestTopic.contents(behind)).isEmpty();
        isGone();
    }

    /** Of other keys, and in the order of the other one, what changes nothing matters to nobody. */
    @Test
    void whatChangesNothingInTheSameOrderIsNotGone() {
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> {
            delete(UNCOVERED, "k", 2);
            put(COVERED, "k", "1", 1);
            put(COVERED, "other", "1", 1);
        });
        delete(UNCOVERED, "unknown", 3);
        put(COVERED, "k", "2", 4);
        goesOnAt(behind);

        assertThat(follower.told).endsWith("1@2 PUT k=2");
        isToldWhatIsShown(behind);
    }

    @Test
    void whoWantsOtherKeysGoesOn() {
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> put(COVERED, "k", "1", 1));
        delete(UNCOVERED, "k", 2);
        goesOnAt(behind, ListenOptions.<String>stateFirst().keys(Set.of("other")));

        assertThat(follower.gone).isEmpty();
    }

    @Test
    void whoCoalescesIsToldTheSame() {
        KafkaCache<String, String> behind = topic.openReady();
        leave(topic.openReady(), behind, () -> put(COVERED, "k", "1", 1));
        delete(UNCOVERED, "k", 2);
        goesOnAt(behind, ListenOptions.<String>stateFirst().coalescing());

        isGone();
    }

    /** A cache goes on in its own order, whatever changes nothing. */
    @Test
    void atTheCacheThatToldTheTokenNothingIsMissed() {
        KafkaCache<String, String> users = topic.openReady();
        follower.listen(users, ListenOptions.stateFirst());
        put(COVERED, "k", "1", 2);
        follower.leaveSettled(topic);
        delete(UNCOVERED, "k", 1);
        delete(UNCOVERED, "unknown", 1);
        topic.settle();
        follower.listen(users, ListenOptions.stateFirst());
        delete(COVERED, "k", 3);
        topic.settle();

        assertThat(follower.told).endsWith("1@0 PUT k=1", "1@1 DELETE k");
        isToldWhatIsShown(users);
    }

    /** The record that outranks it yields other keys, and was told. */
    @Test
    void aRecordOfSeveralEntriesIsOutranked() {
        ResolvedCache<String, String, String, String> behind = members.openReady();
        leave(members.openReady(), behind, () -> put(COVERED, "acme", "ann=1", 1));
        put(UNCOVERED, "acme", "bob=1", 2);
        goesOnAt(behind);

        assertThat(TestTopic.contents(behind)).containsOnlyKeys("bob");
        isGone();
    }

    /** Another record owned the entry here while the claim that came up for the follower was let go. */
    @Test
    void aClaimThatComesUpByWhatTheTokenCoversWasLetGoUnseen() {
        put(UNCOVERED, "acme", "ann=1", 1);
        put(COVERED, "bolt", "ann=2", 2);
        ResolvedCache<String, String, String, String> behind = members.openReady();
        leave(members.openReady(), behind, () -> delete(COVERED, "bolt", 3));
        delete(UNCOVERED, "acme", 4);
        goesOnAt(behind);

        assertThat(TestTopic.contents(behind)).isEmpty();
        isGone();
    }
}
