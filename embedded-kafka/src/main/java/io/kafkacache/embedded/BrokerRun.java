package io.kafkacache.embedded;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.apache.kafka.common.Uuid;

/** All that stands from one start of an embedded broker to the next stop. Made and closed by one thread at a time. */
final class BrokerRun implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofMinutes(1);

    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private final InProcessBroker broker;
    private final ClusterAdmin admin;

    /** Returns when a client was answered; leaves nothing behind when it throws. */
    BrokerRun(BrokerLayout layout) throws Exception {
        try {
            ExitGuard.enter();
            opened.push(ExitGuard::leave);
            // Two controllers on one folder would write into each other's metadata before Kafka's own lock is tried.
            opened.push(BrokerFolder.lock(layout.folder()));
            BrokerFolder.format(
                    layout.folder(), BrokerLayout.NODE_ID, Uuid.randomUuid().toString());
            ListeningSockets sockets = layout.listen();
            opened.push(sockets);
            broker = new InProcessBroker(layout.settings(sockets.port(Listener.CONTROLLER)), sockets);
            opened.push(broker::stop);
            broker.start();
            admin = new ClusterAdmin(layout.adminBootstrapServers());
            opened.push(admin);
            awaitAnswer();
        } catch (Exception | LinkageError e) {
            try {
                close();
            } catch (RuntimeException again) {
                e.addSuppressed(again);
            }
            throw e;
        }
    }

    private void awaitAnswer() {
        Deadline.in(ANSWER)
                .awaitTrue(
                        () -> broker.fatalFault() != null || admin.brokers().contains(BrokerLayout.NODE_ID),
                        () -> "the broker did not answer a client");
        RuntimeException fault = broker.fatalFault();
        if (fault != null) {
            throw fault;
        }
    }

    ClusterAdmin admin() {
        return admin;
    }

    void createUsers(Map<String, String> users) {
        new ScramUsers(admin.admin(), broker).create(users);
    }

    /** Closes everything, whatever fails on the way; the first failure is thrown. */
    @Override
    public void close() {
        IllegalStateException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                if (failure == null) {
                    failure =
                            new IllegalStateException("the embedded broker did not end cleanly: " + e.getMessage(), e);
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
