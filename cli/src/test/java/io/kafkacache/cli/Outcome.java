package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;

/** What became of a command that was run in this process, with nobody at a terminal. */
record Outcome(int exitCode, String out, String err) {
    static Outcome of(String... args) {
        return withInput("", args);
    }

    static Outcome withInput(String input, String... args) {
        return withInput(input.getBytes(UTF_8), args);
    }

    static Outcome withInput(byte[] input, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8), Map.of());
        int exitCode = Cli.run(console, args);
        return new Outcome(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** With an environment, and somebody at a terminal. */
    static Outcome atTerminal(Map<String, String> environment, String... args) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = new Console(
                new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, UTF_8), environment, true, true);
        int exitCode = Cli.run(console, args);
        return new Outcome(exitCode, out.toString(UTF_8), err.toString(UTF_8));
    }

    /** With an output of its own, such as one that breaks. */
    static Outcome writingTo(OutputStream out, String... args) {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console =
                new Console(new ByteArrayInputStream(new byte[0]), out, new PrintStream(err, true, UTF_8), Map.of());
        return new Outcome(Cli.run(console, args), "", err.toString(UTF_8));
    }

    List<String> lines() {
        return out.lines().toList();
    }
}
