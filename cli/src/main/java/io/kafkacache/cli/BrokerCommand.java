package io.kafkacache.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Runs a broker. */
@Command(
        name = "broker",
        header = "Run a real Kafka broker on this machine, until Ctrl-C.",
        description = {
            "",
            "One node (KRaft) on 127.0.0.1, in this process, for trying things out. Once it answers it writes one line to"
                    + " standard output, bootstrap: HOST:PORT. Topics are not created by accident: see 'load --create'."
                    + " SIGTERM and Ctrl-C stop it cleanly, with exit code 0."
        },
        footer = {"  kafka-cache broker", "  kafka-cache broker --port 19092 --data ~/kafka-data --verbose"})
final class BrokerCommand implements Callable<Integer> {
    private final Console console;

    @Option(
            names = "--port",
            paramLabel = "N",
            description = "The port, or 0 for any free one. Default: 9092 where it is free, else any.")
    private @Nullable Integer port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Where the data stays from one run to the next. Default: a temporary folder, deleted at the end.")
    private @Nullable Path data;

    BrokerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Broker broker = Broker.start(console, port, data)) {
            console.out().line("bootstrap: " + broker.bootstrapServers());
            console.out().flush();
            broker.awaitEnd();
        }
        return ExitCode.OK;
    }
}
