package io.kafkacache.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** Where the process begins. */
public final class Main {
    private Main() {}

    /**
     * Runs a command and ends the process with its exit code. The script says which streams are terminals, since Java cannot tell.
     *
     * @param args the command and its options
     */
    public static void main(String[] args) {
        // Else the broker's use of the Log4j API, which nothing stands behind here, puts an error on the user's screen.
        System.setProperty("log4j2.statusLoggerLevel", "OFF");
        Console console = new Console(
                new FileInputStream(FileDescriptor.in),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), false, StandardCharsets.UTF_8),
                System.getenv(),
                Boolean.getBoolean("kafka-cache.out.terminal"),
                Boolean.getBoolean("kafka-cache.err.terminal"));
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(console), "kafka-cache-stop"));
        System.exit(Cli.run(console, args));
    }

    /** A signal otherwise makes the exit code 130 or 143, although a broker that was asked to end and did so has not failed. */
    private static void stop(Console console) {
        if (console.stop()) {
            Runtime.getRuntime().halt(ExitCode.OK);
        }
    }
}
