package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resumable on another replica, where the log itself has changed between the two: what is told ends in what is shown, or in GONE. */
class ResumeElsewhereTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final Follower follower = new Follower();

    /** A cache that has not read what the follower was told by another one, where it has left. */
    private KafkaCache<String, String> behindTheToken(String... keys) {
        KafkaCache<String, String> ahead = topic.openReady();
        KafkaCache<String, String> behind = topic.openReady();
        behind.freeze();
        follower.listen(ahead, ListenOptions.stateFirst());
        for (String key : keys) {
            topic.log.append(0, key, "1");
        }
        follower.leaveSettled(topic);
        ahead.close();
        assertThat(follower.state).containsOnlyKeys(keys);
        return behind;
    }

    private KafkaCache<String, String> behindTheTokenOfAFormerTopic() {
        KafkaCache<String, String> behind = behindTheToken("ann");
        topic.log.deleteTopic();
        topic.log.createTopic(1);
        topic.log.append(0, "bob", "1");
        return behind;
    }

    private void goesOnAt(KafkaCache<String, String> behind) {
        follower.listen(behind, ListenOptions.stateFirst());
        behind.unfreeze();
        topic.log.advance(Duration.ofSeconds(30));
    }

    /** A consumer fetches by name: until the new id is known, its records were taken for those that the token covers. */
    @Test
    void recordsOfATopicThatWasMadeAgainAreNotTakenForThoseOfTheToken() {
        KafkaCache<String, String> behind = behindTheTokenOfAFormerTopic();
        goesOnAt(behind);

        assertThat(follower.gone).singleElement().asString().contains("deleted and made again");
    }

    /** The same, of a token that the cache itself gave to one who came with a token of another one. */
    @Test
    void norAreThoseOfATokenThatFollowedFromIt() {
        KafkaCache<String, String> behind = behindTheTokenOfAFormerTopic();
        follower.listen(behind, ListenOptions.stateFirst());
        behind.unfreeze();
        follower.leaveSettled(topic);
        goesOnAt(behind);

        assertThat(follower.gone).singleElement().asString().contains("deleted and made again");
    }

    /** This cache stood below where the log was cut, so to itself it was not cut at all. */
    @Test
    void recordsOfALogThatWasCutAheadOfTheCacheAreNotTakenForThoseOfTheToken() {
        KafkaCache<String, String> behind = behindTheToken("ann", "bob");
        topic.log.partition(0).truncate(1);
        topic.log.append(0, "cat", "1");
        topic.log.append(0, "dan", "1");
        goesOnAt(behind);

        assertThat(follower.gone).singleElement().asString().contains("truncated");
    }

    /** The records of the new leader that the token does not know were compacted before they were read here. */
    @Test
    void norWhereTheCleanerTookTheFirstOfThem() {
        KafkaCache<String, String> behind = behindTheToken("ann", "bob");
        topic.log.partition(0).truncate(1);
        topic.log.append(0, "cat", "1");
        topic.log.append(0, "cat", "2");
        topic.log.partition(0).compact(false);
        goesOnAt(behind);

        assertThat(follower.gone).singleElement().asString().contains("truncated");
    }

    /** Nothing comes any more by which this cache would pass the token. */
    @Test
    void whoWaitsForWhatTheLogHasLostIsGone() {
        KafkaCache<String, String> behind = behindTheToken("ann", "bob");
        topic.log.partition(0).truncate(1);
        goesOnAt(behind);

        assertThat(follower.gone).singleElement().asString().contains("not in the log any more");
    }

    /** While this cache can still come to it, nothing is lost. */
    @Test
    void whoWaitsForWhatIsNotReadYetGoesOn() {
        KafkaCache<String, String> behind = behindTheToken("ann", "bob");
        follower.listen(behind, ListenOptions.stateFirst());
        topic.log.advance(Duration.ofSeconds(30));
        boolean waits = follower.gone.isEmpty() && follower.dones == 1;
        behind.unfreeze();
        topic.settle();

        assertThat(waits).isTrue();
        assertThat(follower.gone).isEmpty();
        assertThat(follower.dones).isEqualTo(2);
    }

    /** The other one never learns that what it was told was aborted. */
    @Test
    void theStateOfUncommittedRecordsIsGoneForACommittedCache() {
        KafkaCache<String, String> uncommitted = topic.openReady(b -> b.isolation(Isolation.READ_UNCOMMITTED));
        KafkaCache<String, String> committed = topic.openReady();
        follower.listen(uncommitted, ListenOptions.stateFirst());
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "1");
        follower.leaveSettled(topic);
        transaction.abort();
        topic.log.append(0, "bob", "1");
        topic.settle();
        follower.listen(committed, ListenOptions.stateFirst());
        topic.log.advance(Duration.ofSeconds(30));

        assertThat(follower.gone).singleElement().asString().contains("uncommitted");
    }

    /** A leader that lost nothing changes nothing. */
    @Test
    void behindALeaderThatLacksNothingItGoesOn() {
        KafkaCache<String, String> behind = behindTheToken("ann", "bob");
        topic.log.partition(0).changeLeader();
        topic.log.append(0, "cat", "1");
        goesOnAt(behind);

        assertThat(follower.gone).isEmpty();
        assertThat(follower.state).containsOnlyKeys("ann", "bob", "cat");
    }
}
