package io.kafkacache.cli;

import io.kafkacache.TopicWriter;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Writes a value. */
@Command(
        name = "put",
        header = "Write a value.",
        description = {
            "",
            "Writes one record and waits until all in-sync replicas have it; then writes its place as JSON,"
                    + " {\"topic\":…,\"partition\":…,\"offset\":…}. The value codec must be able to read the value,"
                    + " else nothing is sent (exit code 4). Where no acknowledgement comes within --timeout (exit code"
                    + " 3) the record may still appear; writing the same again is safe."
        },
        footer = {
            "  kafka-cache put --topic users 5e8a7c0e '{\"displayName\":\"Ada\"}'",
            "  kafka-cache put --topic users 5e8a7c0e - < ada.json",
            "  kafka-cache put --topic blobs --value-codec bytes logo - < logo.png"
        })
final class PutCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Parameters(
            index = "0",
            paramLabel = "KEY",
            description =
                    "The key as the codec's text, or base64url: and its bytes, or text: and a text that starts so.")
    private String key = "";

    @Parameters(
            index = "1",
            paramLabel = "VALUE",
            description = "The value in the same forms; - reads it from standard input, without prefixes and, where it"
                    + " is text or JSON, without the newline at its end.")
    private String value = "";

    PutCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException {
        Stored storedKey = options.keys().ofArgument(key);
        Form<?> values = options.values();
        Stored stored = value.equals("-") ? values.ofInput(console.in().readAllBytes()) : values.ofArgument(value);
        try (TopicWriter<Stored, Stored> writer = options.openWriter(console)) {
            new Acknowledgement(console, options.timeout()).await(writer.put(storedKey, stored));
        }
        return ExitCode.OK;
    }
}
