package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;

/** A command that goes on until it is ended, watched line by line. */
final class Running implements AutoCloseable {
    private static final long DEADLINE_SECONDS = 60;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> said = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> exitCode = new CompletableFuture<>();
    private final LineStream out = new LineStream(lines);
    private final Thread thread;

    Running(String... args) {
        Console console = new Console(
                InputStream.nullInputStream(), out, new PrintStream(new LineStream(said), true, UTF_8), Map.of());
        thread = new Thread(() -> exitCode.complete(Cli.run(console, args)), "command");
        thread.start();
    }

    /** The next line of data. */
    String line() throws InterruptedException {
        String line = lines.poll(DEADLINE_SECONDS, SECONDS);
        assertThat(line).as("a line of output").isNotNull();
        return String.valueOf(line);
    }

    /** Waits for a line of data. */
    String awaitLine(Predicate<String> wanted) throws InterruptedException {
        String line = line();
        while (!wanted.test(line)) {
            line = line();
        }
        return line;
    }

    /** Waits until the command has told its user something that contains the text. */
    void awaitSaid(String text) throws InterruptedException {
        String line = "";
        while (!line.contains(text)) {
            line = String.valueOf(said.poll(DEADLINE_SECONDS, SECONDS));
            assertThat(line).as("something that contains '%s'", text).isNotEqualTo("null");
        }
    }

    /** From now on whoever read the output is gone. */
    void closeReader() {
        out.broken = true;
    }

    void interrupt() {
        thread.interrupt();
    }

    int exitCode() {
        return exitCode.orTimeout(DEADLINE_SECONDS, SECONDS).join();
    }

    @Override
    public void close() {
        thread.interrupt();
        exitCode();
    }

    private static final class LineStream extends OutputStream {
        private final BlockingQueue<String> lines;
        private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();
        private volatile boolean broken;

        LineStream(BlockingQueue<String> lines) {
            this.lines = lines;
        }

        @Override
        public synchronized void write(int b) throws IOException {
            if (broken) {
                throw new IOException("Broken pipe");
            }
            if (b == '\n') {
                lines.add(line.toString(UTF_8));
                line.reset();
            } else {
                line.write(b);
            }
        }
    }
}
