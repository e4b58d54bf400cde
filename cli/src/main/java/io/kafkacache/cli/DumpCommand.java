package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes all entries. */
@Command(
        name = "dump",
        header = "Write every entry as NDJSON.",
        description = {
            "",
            "Reads the topic to its end; only then writes one line for each entry, in no order:",
            "  {\"key\":…,\"value\":…,\"partition\":0,\"offset\":12,\"timestamp\":1700000000000}",
            "The json codec embeds the stored bytes as they are, made one line; text codecs give a string, others"
                    + " {\"base64url\":…}. The timestamp is in epoch milliseconds. An entry whose newest record was"
                    + " rejected is {\"key\":…,\"rejected\":reason}, and the exit code is then 4.",
            "'load' reads what this writes, but for rejected entries."
        },
        footer = {
            "  kafka-cache dump --topic users > users.ndjson",
            "  kafka-cache dump --topic users | jq -r 'select(.value.email == null) | .key'",
            "  kafka-cache dump --topic old | kafka-cache load --topic new --create -"
        })
final class DumpCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    DumpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EntryLine lines = new EntryLine(options.keys(), options.values());
        AtomicLong rejected = new AtomicLong();
        try (KafkaCache<Stored, Stored> cache = options.openCache(console)) {
            new Readiness(console, options).await(cache);
            cache.forEach(entry -> {
                console.out().line(lines.of(entry));
                if (entry.rejection() != null) {
                    rejected.incrementAndGet();
                }
            });
            console.out().flush();
        }
        if (rejected.get() > 0) {
            console.say(Bar.count(rejected.get()) + " rejected");
            return ExitCode.REFUSED;
        }
        return ExitCode.OK;
    }
}
