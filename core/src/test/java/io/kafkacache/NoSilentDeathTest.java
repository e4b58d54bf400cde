package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** NoSilentDeath, where even telling of the death fails. */
class NoSilentDeathTest {
    @RegisterExtension
    final TestTopic topic = new TestTopic(1);

    @Test
    void everyCallSaysThatTheReaderEnded() {
        topic.fill(0, 10);
        ResolvedCache<String, String, String, String> users = topic.closing(topic.builder()
                .readOnly(false)
                .filter("1", (key, value) -> {
                    if (key.equals("ann")) {
                        throw new AssertionError("a defect");
                    }
                    return true;
                })
                .open());
        users.awaitReady(TestTopic.PATIENCE);
        CompletableFuture<Void> waits = users.await(new RecordOffset("users", topic.log.topicId(), 0, 10));

        topic.log.append(0, "ann", "Ann");
        topic.until(() -> users.status().state() == CacheState.FAILED);
        topic.log.advance(Duration.ofMinutes(1));

        assertThat(users.status().lastError()).contains("a defect");
        assertThat(users.status().live()).isFalse();
        assertThat(users.status().ready()).isTrue();
        assertThat(users.status().servable()).isFalse();
        assertThat(topic.failure(waits)).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.stopped())).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.get("k1")).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.entry("k1")).isInstanceOf(FailedException.class);
        assertThatThrownBy(users::size).isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.forEach(entry -> {})).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.put("ann", "Ann"))).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.delete("ann"))).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.sync())).isInstanceOf(FailedException.class);
        assertThat(topic.failure(users.await(new RecordOffset("users", null, 0, 0))))
                .isInstanceOf(FailedException.class);
        assertThatThrownBy(() -> users.listen(step -> {})).isInstanceOf(FailedException.class);
        assertThatThrownBy(users::freeze).isInstanceOf(FailedException.class);
        assertThatThrownBy(users::unfreeze).isInstanceOf(FailedException.class);
        assertThat(publishedEnd(users)).isInstanceOf(FailedException.class);
        assertThat(topic.log.usage().openReaders()).isZero();
        assertThat(topic.log.usage().openWriters()).isZero();
    }

    /** With what a stream that begins now ends. */
    private Throwable publishedEnd(ReadableCache<String, String> users) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        users.asPublisher(ListenOptions.fromNow()).subscribe(new Flow.Subscriber<>() {
            @Override
            public void onSubscribe(Flow.Subscription subscription) {
                subscription.request(1);
            }

            @Override
            public void onNext(Update<String, String> update) {}

            @Override
            public void onError(Throwable thrown) {
                end.completeExceptionally(thrown);
            }

            @Override
            public void onComplete() {
                end.complete(null);
            }
        });
        return topic.failure(end);
    }

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
