package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.scripted.Failure;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A consumer may get nothing of a partition for ever while others do, without an error: seen after a topic was recreated under failing brokers. */
class StuckReaderTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(2);

    @Test
    void aReaderThatGetsNothingMoreIsReplacedAndToldOfOnce() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        users.sync().join();
        topic.log.faults().stallReaders(0);
        topic.log.append(0, "ann", "Anna");
        topic.log.append(1, "bob", "Bob");

        try (Logged logged = new Logged()) {
            topic.log.advance(Duration.ofMinutes(5));

            assertThat(users.get("ann")).isEqualTo("Anna");
            assertThat(users.get("bob")).isEqualTo("Bob");
            assertThat(users.status().stale()).isFalse();
            assertThat(logged.warnings())
                    .filteredOn(line -> line.contains("reads on with another consumer"))
                    .singleElement()
                    .asString()
                    .contains("users-0 has stood at position 1")
                    .contains("its end is 2");
        }
    }

    @Test
    void aReplayThatGetsNothingMoreEndsNevertheless() {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(1, "bob", "Bob");
        topic.log.faults().pollLimit(1);
        topic.log.faults().throttle(0, 1);
        KafkaCache<String, String> users = topic.open();
        topic.log.advance(Duration.ofSeconds(2));
        topic.log.faults().stallReaders(1);
        topic.log.faults().unthrottle();

        users.awaitReady(Duration.ofMinutes(2));

        assertThat(users.get("bob")).isEqualTo("Bob");
    }

    @Test
    void aReaderThatGetsNothingMoreOfATruncatedLogIsReplaced() {
        topic.log.append(0, "ann", "Ann");
        topic.log.append(0, "bob", "Bob");
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().stallReaders(0);

        topic.log.partition(0).truncate(1);
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.get("bob")).isNull();
        assertThat(users.get("ann")).isEqualTo("Ann");
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }

    @Test
    void whatIsReadAnewIsReadByAnotherReader() {
        topic.log.append(0, "ann", "Ann");
        KafkaCache<String, String> users = topic.openReady();
        topic.log.faults().stallReaders(0);

        topic.log.recreateTopic(2);
        topic.log.append(0, "bob", "Bob");
        topic.log.advance(Duration.ofSeconds(25)); // less than a stuck reader is waited for

        assertThat(users.get("bob")).isEqualTo("Bob");
        assertThat(users.get("ann")).isNull();
    }

    @Test
    void whereTheOtherReaderCannotBeOpenedAtOnceThatIsOverSoon() {
        KafkaCache<String, String> users = topic.openReady();
        topic.log.append(0, "ann", "Ann");
        users.sync().join();
        topic.log.faults().stallReaders(0);
        topic.log.faults().failOpening(1, Failure.UNREACHABLE);
        topic.log.append(0, "ann", "Anna");

        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.get("ann")).isEqualTo("Anna");
        assertThat(users.status().lastError()).isNull();
        assertThat(users.status().state()).isEqualTo(CacheState.READY);
    }
}
