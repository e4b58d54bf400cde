package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import io.kafkacache.RejectedRecordException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Reads values. */
@Command(
        name = "get",
        header = "Write the values of keys.",
        description = {
            "",
            "Reads the topic to its end and writes the stored bytes of each key's value and a newline, in the order of"
                    + " the keys. What is missing or rejected is said on standard error; the others are written all"
                    + " the same. Exit code 4 where one is rejected, else 1 where one is missing."
        },
        footer = {
            "  kafka-cache get --topic users 5e8a7c0e-7f0b-4d0f-9a55-0d6f0f0c9a11 | jq .displayName",
            "  kafka-cache get --topic counters --key-codec long --value-codec long 42 | xxd",
            "  kafka-cache get --topic odd 'base64url:AP8' 'text:base64url:is the beginning of this key'"
        })
final class GetCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Mixin
    private RejectedOption onRejected = new RejectedOption();

    @Parameters(
            paramLabel = "KEY",
            arity = "1..*",
            description =
                    "The key as the codec's text, or base64url: and its bytes, or text: and a text that starts so.")
    private List<String> keys = List.of();

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Form<?> form = options.keys();
        List<Stored> wanted = new ArrayList<>();
        keys.forEach(key -> wanted.add(form.ofArgument(key)));
        int exitCode = ExitCode.OK;
        try (KafkaCache<Stored, Stored> cache = options.openCache(console, onRejected.policy())) {
            new Readiness(console, options).await(cache);
            for (Stored key : wanted) {
                exitCode = Math.max(exitCode, write(cache, key, form.inWords(key)));
            }
            console.out().flush();
        }
        return exitCode;
    }

    private int write(KafkaCache<Stored, Stored> cache, Stored key, String name) {
        try {
            Stored value = cache.get(key);
            if (value == null) {
                console.say(name + ": not found");
                return ExitCode.NOT_FOUND;
            }
            console.out().line(value.bytes());
            return ExitCode.OK;
        } catch (RejectedRecordException e) {
            console.say(name + ": rejected: " + e.rejection().message());
            return ExitCode.REFUSED;
        }
    }
}
