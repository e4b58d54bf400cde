package io.kafkacache.e2e;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What caches warn of while this is open. Takes the process's error stream, to which the tests' log goes. */
final class Warnings implements AutoCloseable {
    private final PrintStream before = System.err;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    private Warnings() {
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    static Warnings capture() {
        return new Warnings();
    }

    /** The warnings and errors of the cache of this name, in order. */
    List<String> of(String cache) {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("WARN io.kafkacache - " + cache + ": ")
                        || line.contains("ERROR io.kafkacache - " + cache + ": "))
                .toList();
    }

    /** Everything that was logged, by Kafka too. */
    String everything() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
