package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogException.Kind;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.metrics.KafkaMetric;
import org.apache.kafka.common.metrics.MetricsReporter;
import org.junit.jupiter.api.Test;

/** What a log does without a broker. */
class KafkaLogTest {
    private static final String UNRESOLVABLE = "no-such-host.invalid:9092";
    private static final Map<String, String> IMPATIENT =
            Map.of("admin.request.timeout.ms", "300", "admin.default.api.timeout.ms", "600");

    @Test
    void aHostWithoutAddressIsAnOutageEachTimeItIsAsked() {
        try (LogPort log = open(UNRESOLVABLE, Map.of())) {
            assertThat(failure(log.describe()).kind()).isEqualTo(Kind.UNREACHABLE);
            assertThat(failure(log.ends(Set.of(0), EndKind.HEAD)))
                    .hasMessageContaining("no host of " + UNRESOLVABLE + " has an address");
            assertThatExceptionOfType(LogException.class)
                    .isThrownBy(log::openReader)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
            assertThatExceptionOfType(LogException.class)
                    .isThrownBy(log::openWriter)
                    .satisfies(e -> assertThat(e.kind()).isEqualTo(Kind.UNREACHABLE));
            assertThat(failure(log.probe(0, Position.at(0))).kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void aPortThatNobodyListensOnIsAnOutage() throws IOException {
        try (LogPort log = open(closedPort(), IMPATIENT)) {
            assertThat(failure(log.describe()).kind()).isEqualTo(Kind.UNREACHABLE);
        }
    }

    @Test
    void closingFailsWhatWasAsked() throws IOException {
        LogPort log = open(closedPort(), Map.of());
        var description = log.describe();
        var probe = log.probe(0, Position.at(0));

        log.close();

        assertThat(failure(description)).hasMessageContaining("was closed");
        assertThat(failure(probe)).hasMessageContaining("was closed");
        assertThat(failure(log.describe())).hasMessageContaining("was closed");
        assertThatExceptionOfType(LogException.class).isThrownBy(log::openReader);
        log.close();
    }

    @Test
    void closingEndsWhatWasOpened() throws IOException {
        LogPort log = open(closedPort(), Map.of());
        LogReader reader = log.openReader();
        var writer = log.openWriter();
        reader.assign(Map.of(0, Position.at(0)));

        log.close();

        assertThat(writer.usable()).isFalse();
        assertThat(clientThreads()).isEmpty();
    }

    @Test
    void clientsAreMadeUnderTheOpenersClassLoader() throws IOException {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (URLClassLoader openers = new URLClassLoader(new URL[0], before)) {
            thread.setContextClassLoader(openers);
            LogPort log = open(closedPort(), Map.of("consumer.metric.reporters", LoaderReporter.class.getName()));
            thread.setContextClassLoader(null);
            log.openReader().close();
            assertThat(thread.getContextClassLoader()).isNull();
            log.close();

            assertThat(LoaderReporter.SEEN).containsExactly(openers);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void aBrokenJaasConfigurationIsNotPrinted() throws IOException {
        Map<String, String> broken = Map.of(
                "security.protocol", "SASL_PLAINTEXT",
                "sasl.mechanism", "PLAIN",
                "sasl.jaas.config", "org.apache.kafka.common.security.plain.PlainLoginModule required hush");
        try (LogPort log = open(closedPort(), broken)) {
            LogException failure = catchThrowableOfType(LogException.class, log::openReader);

            assertThat(failure).hasMessageContaining("sasl.jaas.config").hasNoCause();
            assertThat(failure.getMessage()).doesNotContain("hush");
        }
    }

    @Test
    void metadataOfACommitFitABroker() {
        assertThat(GroupAdmin.shortened("kafka-cache/1 users 1")).isEqualTo("kafka-cache/1 users 1");
        assertThat(GroupAdmin.shortened("é".repeat(5000)).length()).isBetween(1500, 2048);
    }

    private static LogPort open(String servers, Map<String, String> properties) {
        return new KafkaLogFactory()
                .open(new LogSettings("users", "test.users", Isolation.READ_COMMITTED, servers, properties));
    }

    private static LogException failure(CompletableFuture<?> future) {
        ExecutionException failure =
                catchThrowableOfType(ExecutionException.class, () -> future.get(20, TimeUnit.SECONDS));
        assertThat(failure.getCause()).isInstanceOf(LogException.class);
        return (LogException) Objects.requireNonNull(failure.getCause());
    }

    private static String closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return "127.0.0.1:" + socket.getLocalPort();
        }
    }

    private static List<String> clientThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("test.users"))
                .toList();
    }

    /** Notes the class loader it is configured under. */
    public static final class LoaderReporter implements MetricsReporter {
        private static final Queue<ClassLoader> SEEN = new ConcurrentLinkedQueue<>();

        @Override
        public void init(List<KafkaMetric> metrics) {}

        @Override
        public void metricChange(KafkaMetric metric) {}

        @Override
        public void metricRemoval(KafkaMetric metric) {}

        @Override
        public void close() {}

        @Override
        public void configure(Map<String, ?> configs) {
            SEEN.add(Thread.currentThread().getContextClassLoader());
        }
    }
}
