package io.kafkacache.cli;

import io.kafkacache.embedded.EmbeddedKafka;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** The embedded broker of a command, which ends with the command or with the process, whichever comes first. */
final class Broker implements AutoCloseable {
    private static final int USUAL_PORT = 9092;

    private final EmbeddedKafka kafka;
    private final Console console;
    private final Console.Stoppable atStop;
    private final CountDownLatch closed = new CountDownLatch(1);

    private Broker(EmbeddedKafka kafka, Console console) {
        this.kafka = kafka;
        this.console = console;
        this.atStop = console.atStop(this::close);
    }

    /**
     * Starts a broker and returns when it answers.
     *
     * @param port the port, or null for 9092 where that is free, else any
     * @param data the folder of its data, or null for a temporary one
     */
    static Broker start(Console console, @Nullable Integer port, @Nullable Path data) {
        try {
            Broker broker = new Broker(build(port, data), console);
            try {
                broker.kafka.start();
                return broker;
            } catch (RuntimeException e) {
                broker.close();
                throw e;
            }
        } catch (IllegalStateException e) {
            throw new CommandException(ExitCode.FAILED, String.valueOf(e.getMessage()), e);
        }
    }

    private static EmbeddedKafka build(@Nullable Integer port, @Nullable Path data) {
        if (port != null) {
            return builder(port, data).build();
        }
        try {
            return builder(USUAL_PORT, data).build();
        } catch (IllegalStateException e) {
            return builder(0, data).build();
        }
    }

    private static EmbeddedKafka.Builder builder(int port, @Nullable Path data) {
        EmbeddedKafka.Builder builder = EmbeddedKafka.builder().port(port);
        return data == null ? builder : builder.dataDirectory(data);
    }

    String bootstrapServers() {
        return kafka.bootstrapServers();
    }

    EmbeddedKafka kafka() {
        return kafka;
    }

    /** Waits until somebody ends the process, or interrupts this thread. */
    void awaitEnd() {
        console.serveUntilStopped();
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the broker; a temporary folder goes with it. An interrupt, by which tests end a command, does not cut this short. */
    @Override
    public void close() {
        boolean interrupted = Thread.interrupted();
        try {
            kafka.close();
        } finally {
            atStop.close();
            closed.countDown();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
