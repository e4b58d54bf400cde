package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Runs the other commands once on a broker of its own, so that the script's archive of classes holds what they need. */
@Command(name = "train", hidden = true, header = "Run every command once, for the archive of classes.")
final class TrainCommand implements Callable<Integer> {
    private final Console console;

    TrainCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (Broker broker = Broker.start(console, 0, null)) {
            String servers = broker.bootstrapServers();
            run(
                    servers,
                    "load --topic t --create -",
                    "{\"key\":\"a\",\"value\":{\"b\":[1,\"c\"]}}\n{\"key\":\"d\",\"value\":0}\n");
            run(servers, "put --topic t e -", "{}");
            run(servers, "delete --topic t d", "");
            run(servers, "get --topic t a d", "");
            run(servers, "dump --topic t", "");
            run(servers, "status --topic t", "");
            run(servers, "status --topic none --json", "");
            run(servers, "groups", "");
            run(servers, "get --help", "");
        }
        return ExitCode.OK;
    }

    private static void run(String servers, String command, String input) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        if (!args.contains("--help")) {
            args.addAll(List.of("--bootstrap", servers));
        }
        OutputStream nowhere = OutputStream.nullOutputStream();
        Console quiet = new Console(
                new ByteArrayInputStream(input.getBytes(UTF_8)),
                nowhere,
                new PrintStream(nowhere, false, UTF_8),
                Map.of());
        Cli.run(quiet, args.toArray(String[]::new));
    }
}
