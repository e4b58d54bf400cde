package io.kafkacache.benchmarks;

import io.kafkacache.embedded.EmbeddedKafka;
import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;

/** An embedded broker in a JVM of its own, which ends when its standard input does, and so with this process, however that ends. */
final class BrokerProcess implements AutoCloseable {
    private static final List<String> OPTIONS = List.of("-Xmx1g", "-XX:+UseG1GC");

    private final Process process;
    private final String bootstrap;

    private BrokerProcess(Process process, String bootstrap) {
        this.process = process;
        this.bootstrap = bootstrap;
    }

    static BrokerProcess start() throws IOException {
        Process process = new ChildJvm("error", OPTIONS).start(BrokerProcess.class, List.of());
        BufferedReader lines = process.inputReader(); // stays open: the broker may say more
        String bootstrap = lines.readLine();
        if (bootstrap == null) {
            throw new IllegalStateException("the broker did not start; what it logged stands above");
        }
        return new BrokerProcess(process, bootstrap);
    }

    String bootstrap() {
        return bootstrap;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    /**
     * The JVM's entry.
     *
     * @param arguments none
     * @throws IOException where standard input fails
     */
    public static void main(String[] arguments) throws IOException {
        try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
            System.out.println(kafka.bootstrapServers());
            while (System.in.read() >= 0) {
                // until its end
            }
        }
    }
}
