package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintStream;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** NoSilentDeath, where even telling of the death fails. */
class NoSilentDeathTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void anErrorThatCannotBeLoggedStillEndsEveryWait() {
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .filter("1", (key, value) -> {
                    throw new Unprintable();
                })
                .open());
        CompletableFuture<Void> waits = users.sync();

        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.stopped().isDone());

        assertThat(topic.failure(waits)).isInstanceOf(FailedException.class);
        assertThat(users.status().state()).isEqualTo(CacheState.FAILED);
        assertThat(users.status().live()).isFalse();
    }

    /** As a logger sees an error whose own code is broken. */
    private static final class Unprintable extends Error {
        private static final long serialVersionUID = 1L;

        @Override
        public void printStackTrace(PrintStream out) {
            throw new IllegalStateException("cannot be printed");
        }

        @Override
        public String getMessage() {
            throw new IllegalStateException("cannot be told");
        }
    }
}
