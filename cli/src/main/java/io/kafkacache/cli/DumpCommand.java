package io.kafkacache.cli;

import io.kafkacache.Entry;
import io.kafkacache.KafkaCache;
import io.kafkacache.KeyRange;
import io.kafkacache.RejectionReason;
import io.kafkacache.Scan;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Writes all entries, or a range of them. */
@Command(
        name = "dump",
        header = "Write every entry, or a range, as NDJSON.",
        description = {
            "",
            "Reads the topic to its end; only then writes one line for each entry, in no order, or, with one of --prefix,"
                    + " --from, --to, --reverse and --limit, in the order of the keys' bytes:",
            "  {\"key\":…,\"value\":…,\"partition\":0,\"offset\":12,\"timestamp\":1700000000000}",
            "The json codec embeds the stored bytes as they are, made one line; text codecs give a string, others"
                    + " {\"base64url\":…}. The timestamp is in epoch milliseconds. An entry whose newest record was"
                    + " rejected is {\"key\":…,\"rejected\":reason}, and the exit code is then 4; so it is where records"
                    + " are left out because the key codec cannot read their keys.",
            "'load' reads what this writes, but for rejected entries."
        },
        footer = {
            "  kafka-cache dump --topic users > users.ndjson",
            "  kafka-cache dump --topic users --prefix org-7/ --limit 10",
            "  kafka-cache dump --topic users | jq -r 'select(.value.email == null) | .key'",
            "  kafka-cache dump --topic old | kafka-cache load --topic new --create -"
        })
final class DumpCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Mixin
    private RejectedOption onRejected = new RejectedOption();

    @Mixin
    private RangeOptions ranges = new RangeOptions();

    DumpCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        EntryLine lines = new EntryLine(options.keys(), options.values());
        KeyRange<Stored> range = ranges.range(options.keys());
        AtomicLong rejected = new AtomicLong();
        long unreadable;
        try (KafkaCache<Stored, Stored> cache = options.openCache(console, onRejected.policy())) {
            new Readiness(console, options).await(cache);
            Consumer<Entry<Stored, Stored>> writing = entry -> {
                console.out().line(lines.of(entry));
                if (entry.rejection() != null) {
                    rejected.incrementAndGet();
                }
            };
            if (range == null) {
                cache.forEach(writing);
            } else {
                try (Scan<Entry<Stored, Stored>> scan = cache.scan(range)) {
                    scan.forEach(writing);
                }
            }
            console.out().flush();
            unreadable = cache.status().rejections().getOrDefault(RejectionReason.UNDECODABLE_KEY, 0L);
        }
        if (unreadable > 0) {
            console.say(Bar.count(unreadable) + " left out, for the key codec cannot read their keys; see --key-codec");
        }
        if (rejected.get() > 0) {
            console.say(Bar.count(rejected.get()) + " rejected");
        }
        return unreadable + rejected.get() > 0 ? ExitCode.REFUSED : ExitCode.OK;
    }
}
