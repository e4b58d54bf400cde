package io.kafkacache.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Shows the library at work. */
@Command(
        name = "demo",
        header = "Show what the library does, on a real broker of its own.",
        description = {
            "",
            "Starts a real Kafka broker in this process, on port 9092 where that is free; fills three compacted topics (users,"
                    + " organizations, sessions); opens a cache on each; then walks through reading, writing and reading"
                    + " one's own write, following another writer, deleting, a record that cannot be read, and lag as"
                    + " Kafka's own tool shows it. Takes a few seconds. With --keep the broker stays up for the other"
                    + " commands; Ctrl-C then ends it, with exit code 0."
        },
        footer = {"  kafka-cache demo", "  kafka-cache demo --users 200000 --keep"})
final class DemoCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--users",
            paramLabel = "N",
            defaultValue = "20000",
            description =
                    "How many users, organizations and sessions there are, each; at least 10. Default: ${DEFAULT-VALUE}.")
    private int users = 20_000;

    @Option(names = "--keep", description = "Leave the broker up, with its topics, until Ctrl-C.")
    private boolean keep;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port, or 0 for any free one. Default: 9092 where it is free, else any.")
    private @Nullable Integer port;

    DemoCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (users < 10) {
            throw new CommandException(ExitCode.USAGE, "--users " + users + ": at least 10 are needed");
        }
        StderrLog.hold(); // what they say of the broken record is part of the walk
        long started = System.nanoTime();
        DemoScreen screen = new DemoScreen(console);
        screen.title("kafka-cache demo: a real broker, three topics, three caches");
        screen.progress("starting a broker");
        try (Broker broker = Broker.start(console, port, null)) {
            console.out().line("bootstrap: " + broker.bootstrapServers());
            screen.took("a real Kafka broker (KRaft) in this process", System.nanoTime() - started);
            DemoData data = new DemoData(users);
            new DemoTopics(screen, broker).fill(data);
            try (DemoCaches caches = DemoCaches.open(screen, broker.bootstrapServers(), data)) {
                new DemoWalk(screen, caches, data, broker.bootstrapServers()).walk();
                screen.blank();
                screen.took("done", System.nanoTime() - started);
                if (keep) {
                    keep(screen, broker, data);
                }
            }
        }
        return ExitCode.OK;
    }

    private void keep(DemoScreen screen, Broker broker, DemoData data) {
        String at = broker.bootstrapServers().endsWith(":9092") ? "" : " --bootstrap " + broker.bootstrapServers();
        screen.blank();
        screen.line("The broker stays up until Ctrl-C. In another terminal:");
        screen.line(
                "  ./kafka-cache get --topic users" + at + " " + data.user(1).id());
        screen.line("  ./kafka-cache watch --topic users" + at);
        screen.line("  ./kafka-cache groups" + at);
        broker.awaitEnd();
    }
}
