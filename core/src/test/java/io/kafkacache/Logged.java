package io.kafkacache;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.List;

/** The log lines from its making to its close, which the simple logger writes to where {@code System.err} leads. */
final class Logged implements AutoCloseable {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream before = System.err;

    Logged() {
        System.setErr(new PrintStream(bytes, true, UTF_8));
    }

    List<String> warnings() {
        return bytes.toString(UTF_8)
                .lines()
                .filter(line -> line.contains(" WARN "))
                .toList();
    }

    String text() {
        return bytes.toString(UTF_8);
    }

    @Override
    public void close() {
        System.setErr(before);
    }
}
