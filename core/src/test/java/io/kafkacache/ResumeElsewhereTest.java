package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.ScriptedTransaction;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Resumable on another replica, where the log itself has changed between the two: what is told ends in what is shown, or in GONE. */
class ResumeElsewhereTest {
    private static final Duration SECOND = Duration.ofSeconds(1);

    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    private final Follower follower = new Follower();

    /** The other one never learns that what it was told was aborted. */
    @Test
    void theStateOfUncommittedRecordsIsGoneForACommittedCache() {
        KafkaCache<String, String> uncommitted = topic.openReady(b -> b.isolation(Isolation.READ_UNCOMMITTED));
        KafkaCache<String, String> committed = topic.openReady();
        follower.listen(uncommitted, ListenOptions.stateFirst());
        ScriptedTransaction transaction = topic.log.begin();
        transaction.append(0, "ann", "1");
        topic.log.advance(SECOND);
        follower.leave();
        transaction.abort();
        topic.log.append(0, "bob", "1");
        topic.log.advance(SECOND);
        follower.listen(committed, ListenOptions.stateFirst());
        topic.log.advance(Duration.ofSeconds(30));

        assertThat(follower.gone).singleElement().asString().contains("uncommitted");
    }
}
