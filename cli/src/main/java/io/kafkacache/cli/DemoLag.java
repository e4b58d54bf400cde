package io.kafkacache.cli;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;

/** The caches' lag as Kafka's own {@code kafka-consumer-groups --describe} prints it. */
final class DemoLag {
    private static final long PATIENCE_NANOS = 15_000_000_000L;
    private static final long PAUSE_NANOS = 200_000_000;
    private static final int GROUP_TO_LAG = 6;
    private static final int LAG = 5;

    private final DemoScreen screen;
    private final String bootstrapServers;

    DemoLag(DemoScreen screen, String bootstrapServers) {
        this.screen = screen;
        this.bootstrapServers = bootstrapServers;
    }

    void show() {
        screen.step("Lag, as Kafka's own tool sees it (positions are committed every 5 s)");
        screen.progress("   waiting for the next commit");
        long started = System.nanoTime();
        List<String[]> rows = describe();
        while (!isCaughtUp(rows) && System.nanoTime() - started < PATIENCE_NANOS) {
            LockSupport.parkNanos(PAUSE_NANOS);
            rows = describe();
        }
        screen.took("kafka-consumer-groups --describe --group " + DemoCaches.IDENTITY, System.nanoTime() - started);
        Table table = new Table();
        rows.forEach(row -> table.row(Arrays.copyOf(row, GROUP_TO_LAG)));
        table.lines().forEach(screen::line);
    }

    private static boolean isCaughtUp(List<String[]> rows) {
        return rows.size() > 1 && rows.stream().skip(1).allMatch(row -> row[LAG].equals("0"));
    }

    /** The tool's rows, the head first. It can only print: to standard output, and to standard error that nobody has joined the group. */
    private List<String[]> describe() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream out = System.out;
        PrintStream err = System.err;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            ConsumerGroupCommand.main(
                    new String[] {"--bootstrap-server", bootstrapServers, "--describe", "--group", DemoCaches.IDENTITY
                    });
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
        return printed.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> line.strip().split("\\s+"))
                .filter(cells -> cells.length >= GROUP_TO_LAG && !cells[0].equals("Consumer"))
                .toList();
    }
}
