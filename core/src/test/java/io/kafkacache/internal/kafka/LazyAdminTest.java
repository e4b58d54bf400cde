package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Test;

class LazyAdminTest {
    private static final String UNRESOLVABLE = "no-such-host.invalid:9092";

    private static LazyAdmin admin(ThreadFactory threads) {
        Failures failures = new Failures("users", UNRESOLVABLE);
        return new LazyAdmin(new AdminClient(properties(UNRESOLVABLE).admin("test.users.admin"), threads), failures);
    }

    private static ClientProperties properties(String servers) {
        return ClientProperties.of(new LogSettings("users", "test.users", Isolation.READ_COMMITTED, servers, Map.of()));
    }

    private static CompletableFuture<?> ask(LazyAdmin admin) {
        return admin.ask(Needs.onTopic("Describe", "users"), (Admin kafka) -> kafka.listTopics()
                .names());
    }

    /** Else the one that could not be made would be waited for ever after, by a process that had run short of memory for a moment. */
    @Test
    void whereNoThreadCanBeMadeTheNextQuestionTriesAgain() {
        AtomicBoolean first = new AtomicBoolean(true);
        try (LazyAdmin admin = admin(work -> new Thread(work) {
            @Override
            public synchronized void start() {
                if (first.getAndSet(false)) {
                    throw new InternalError(
                            "unable to create native thread"); // JUnit itself ends with an OutOfMemoryError
                }
                super.start();
            }
        })) {
            CompletableFuture<?> without = ask(admin);
            CompletableFuture<?> with = ask(admin);

            assertThat(without)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(LogException.class)
                    .withMessageContaining("unable to create native thread");
            assertThat(with)
                    .failsWithin(20, TimeUnit.SECONDS)
                    .withThrowableOfType(ExecutionException.class)
                    .havingCause()
                    .isInstanceOf(LogException.class)
                    .withMessageContaining("has an address");
        }
    }

    @Test
    void aLogThatClosesFailsWhatItAskedAndNothingOfTheOthers() throws IOException {
        AdminClient shared = new AdminClient(properties(closedPort()).admin("test.users.shared-admin"), Thread::new);
        LazyAdmin users = new LazyAdmin(shared, new Failures("users", "here"));
        LazyAdmin sessions = new LazyAdmin(shared, new Failures("sessions", "here"));
        CompletableFuture<?> ofUsers = ask(users);
        CompletableFuture<?> ofSessions = ask(sessions);

        users.close();
        users.close(); // counts once
        boolean early = ofSessions.isDone();
        CompletableFuture<?> late = ask(users);
        sessions.close();

        assertThat(early).isFalse();
        assertThat(ofUsers).isCompletedExceptionally();
        assertThat(late).isCompletedExceptionally();
        assertThat(ofSessions)
                .failsWithin(20, TimeUnit.SECONDS)
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .isInstanceOf(LogException.class)
                .withMessageStartingWith("the log of sessions ")
                .withMessageContaining("was closed");
    }

    /** One that asks while it is closed may come behind the last: a client made for it would run until the process ends. */
    @Test
    void noClientIsMadeWhenTheLastLogHasLeft() {
        AtomicBoolean made = new AtomicBoolean();
        AdminClient client = new AdminClient(properties(UNRESOLVABLE).admin("test.users.admin"), work -> {
            made.set(true);
            return new Thread(work);
        });
        new LazyAdmin(client, new Failures("users", UNRESOLVABLE)).close();

        CompletableFuture<Admin> late = client.opened();

        assertThat(late).isCompletedExceptionally();
        assertThat(made).isFalse();
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "localhost:" + socket.getLocalPort();
        }
    }
}
