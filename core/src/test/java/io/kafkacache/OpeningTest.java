package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What opening takes, and gives back where it fails. */
class OpeningTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    /** The group is the first cache's, and a writer is none. */
    @Test
    void aWriterDoesNotTakeTheGroupOfTheFirstCache() {
        topic.log.append(0, "ann", "Ann");
        topic.closing(topic.builder().identity("pod").openWriter());
        topic.openReady(b -> b.identity("pod"));

        topic.log.advance(Duration.ofSeconds(10));

        assertThat(topic.log.usage().groups()).containsExactly("pod");
    }

    @Test
    void aBuilderStaysAsItIsWhenTheNextOneIsTold() {
        var base = topic.builder().name("all");

        base.filter("one", (key, value) -> key.equals("ann")).name("some").property("client.rack", "a");

        assertThat(base.options().name()).isEqualTo("all");
        assertThat(base.options().properties()).isEmpty();
    }

    @Test
    void aThreadFactoryThatFailsLeavesNothingOpen() {
        topic.log.threaded();
        AtomicBoolean first = new AtomicBoolean(true);

        assertThatThrownBy(() -> topic.builder()
                        .readOnly(false)
                        .threadFactory(work -> {
                            if (first.getAndSet(false)) {
                                return new Thread(work);
                            }
                            throw new IllegalStateException("no more threads");
                        })
                        .open())
                .isInstanceOf(IllegalStateException.class);

        assertThat(topic.log.usage().openPorts()).isZero();
    }
}
