package io.kafkacache.cli;

import io.kafkacache.TopicWriter;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes many records. */
@Command(
        name = "load",
        header = "Write the records of an NDJSON file.",
        description = {
            "",
            "Each line is {\"key\":…,\"value\":…}; a value of null, or none, is a tombstone; other members, such as"
                    + " those that 'dump' adds, are passed over, and so are empty lines. With the json codec the value's"
                    + " bytes are stored as they stand in the line; text codecs take a string, others"
                    + " {\"base64url\":…}.",
            "A bad line (no JSON, no key, or refused by a codec) stops the loading with its number: what stands before it is"
                    + " acknowledged, nothing behind it is sent, and the exit code is 5. The file may be of any size."
        },
        footer = {
            "  kafka-cache load --topic users --create --partitions 3 users.ndjson",
            "  jq -c '{key: .id, value: .}' users.json | kafka-cache load --topic users -"
        })
final class LoadCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Option(names = "--create", description = "Create the topic, compacted, where it does not exist.")
    private boolean create;

    @Option(
            names = "--partitions",
            paramLabel = "N",
            defaultValue = "0",
            description = "With --create: how many partitions. Default: 1.")
    private int partitions;

    @Option(names = "--skip-bad", description = "Count bad lines, name the first ten, and go on.")
    private boolean skipBad;

    @Parameters(paramLabel = "FILE", description = "The file, or - for standard input.")
    private String file = "";

    LoadCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        if (partitions < 0 || (partitions > 0 && !create)) {
            throw new ParameterException(
                    spec.commandLine(), "--partitions takes a positive number, and only beside --create");
        }
        Form<?> keys = options.keys();
        Form<?> values = options.values();
        try (InputStream in = open()) {
            if (create) {
                createTopic();
            }
            try (TopicWriter<Stored, Stored> writer = options.openWriter(console)) {
                long size = file.equals("-") ? 0 : Files.size(Path.of(file));
                new Loading(console, options, keys, values, writer, skipBad, size).load(in);
            }
        }
        return ExitCode.OK;
    }

    private InputStream open() throws IOException {
        if (file.equals("-")) {
            return console.in();
        }
        try {
            return Files.newInputStream(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.USAGE, file + ": there is no such file", e);
        }
    }

    private void createTopic() {
        Connection connection = options.connection();
        int wanted = Math.max(1, partitions);
        try (Admin admin = connection.admin(console)) {
            Topics topics = new Topics(admin, connection.bootstrapServers(console), options.timeout());
            if (topics.create(options.topic(), wanted)) {
                console.say("created topic " + options.topic() + ", compacted, with " + wanted
                        + (wanted == 1 ? " partition" : " partitions"));
            }
        }
    }
}
