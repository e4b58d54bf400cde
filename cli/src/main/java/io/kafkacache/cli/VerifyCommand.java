package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Finds out whether a cache is right. */
@Command(
        name = "verify",
        header = "Compare a fresh cache with its topic, or with another process.",
        description = {
            "",
            "Opens a cache, reads the topic once more with a plain consumer, and compares both at the same positions, value"
                    + " for value; writers need not rest. It takes memory for both. Each difference is one line:",
            "  {\"key\":…,\"difference\":\"missing\",\"cache\":null,\"topic\":{\"partition\":0,\"offset\":12}}",
            "missing: not in the cache; ghost: only in the cache; record: of another record; value, rejection: of the same"
                    + " record, but otherwise.",
            "",
            "With --against the other process is compared by its fingerprint, at a position both have passed: one row for"
                    + " each partition, equal, different or not comparable. The exit code is 0 only where all are"
                    + " equal; 4 where one differs, 3 where a position was not reached within --timeout, 5 where one is"
                    + " not comparable, or the other has read another topic.",
            "Equal are only caches with the same codecs and policy for rejected records, without resolver and window, that"
                    + " read committed records; of a topic whose keys stand on one partition each; at the same log"
                    + " start."
        },
        footer = {
            "  kafka-cache verify --topic users",
            "  kafka-cache verify --topic users --against http://orders-0:8081/fingerprint",
            "  kafka-cache status --topic users --json > there.json",
            "  kafka-cache verify --topic users --against there.json --bootstrap here:9092"
        })
final class VerifyCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Option(
            names = "--against",
            paramLabel = "SOURCE",
            description = "A file, a URL, or - for standard input, with what 'status --json' prints or a service's"
                    + " cache.fingerprint().toJson(). A URL is asked once this cache is ready, so that on a busy"
                    + " topic too there is a common position.")
    private @Nullable String against;

    VerifyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        OtherReplica other = against == null ? null : OtherReplica.of(against, console, options.timeout());
        try (KafkaCache<Stored, Stored> cache = options.openCache(console, OnRejected.FAIL_READS)) {
            new Readiness(console, options).await(cache);
            return other == null
                    ? new TopicCheck(console, options, cache).run()
                    : new ReplicaCheck(console, options, cache, other).run();
        }
    }
}
