package io.kafkacache.cli;

import io.kafkacache.TopicWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Deletes a key. */
@Command(
        name = "delete",
        header = "Delete a key.",
        description = {
            "",
            "Writes a tombstone, whether or not the key is there, and waits until all in-sync replicas have it; then"
                    + " writes its place as JSON, {\"topic\":…,\"partition\":…,\"offset\":…}."
        },
        footer = {"  kafka-cache delete --topic users 5e8a7c0e"})
final class DeleteCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Parameters(
            paramLabel = "KEY",
            description =
                    "The key as the codec's text, or base64url: and its bytes, or text: and a text that starts so.")
    private String key = "";

    DeleteCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Stored stored = options.keys().ofArgument(key);
        try (TopicWriter<Stored, Stored> writer = options.openWriter(console)) {
            new Acknowledgement(console, options.timeout()).await(writer.delete(stored));
        }
        return ExitCode.OK;
    }
}
