package io.kafkacache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes that leave something open, run by {@link LeakCheckTest} alone. */
final class Leaks {
    private Leaks() {}

    static final class LeavesAThread {
        static final CountDownLatch END = new CountDownLatch(1);

        @RegisterExtension
        final LeakCheck check = new LeakCheck(Duration.ofMillis(100));

        @Test
        void leaves() {
            waiting(END, 60);
        }
    }

    static final class ClosesLate {
        @RegisterExtension
        final LeakCheck check = new LeakCheck(Duration.ofSeconds(10));

        @Test
        void closes() {
            waiting(new CountDownLatch(1), 1);
        }
    }

    static final class LeavesAClient {
        private static final List<Admin> OPEN = new ArrayList<>();

        @RegisterExtension
        static final LeakCheck CHECK = new LeakCheck(Duration.ofMillis(100));

        @BeforeAll
        static void open() {
            OPEN.add(Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1")));
        }

        @Test
        void usesIt() {
            assertThat(OPEN).hasSize(1);
        }

        static void close() {
            OPEN.forEach(Admin::close);
        }
    }

    private static void waiting(CountDownLatch end, int seconds) {
        Thread thread = new Thread(
                () -> {
                    try {
                        var unused = end.await(seconds, TimeUnit.SECONDS);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "kafka-cache-users-reader");
        thread.setDaemon(true);
        thread.start();
    }
}
