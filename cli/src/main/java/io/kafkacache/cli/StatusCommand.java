package io.kafkacache.cli;

import io.kafkacache.CacheStatus;
import io.kafkacache.KafkaCache;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows what a cache of a topic knows about itself. */
@Command(
        name = "status",
        header = "Show the state of a cache of a topic.",
        description = {
            "",
            "Opens a cache, waits until it is complete, and shows what it knows: state, entries, rejected records, lag,"
                    + " positions. Where it does not get ready within --timeout the same is shown, with what it waits"
                    + " for, and the exit code is 3."
        },
        footer = {
            "  kafka-cache status --topic users",
            "  kafka-cache status --topic users --json | jq .rejections",
        })
final class StatusCommand implements Callable<Integer> {
    private static final long LAG_NANOS = 2_000_000_000;

    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Option(names = "--json", description = "One JSON object on one line.")
    private boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (KafkaCache<Stored, Stored> cache = options.openCache(console)) {
            try {
                new Readiness(console, options).await(cache);
                awaitLag(cache);
            } finally {
                show(cache.status());
            }
        }
        return ExitCode.OK;
    }

    /** The ends are asked for every second, and known a moment after ready. */
    private static void awaitLag(KafkaCache<?, ?> cache) {
        long end = System.nanoTime() + LAG_NANOS;
        while (cache.status().lagRecords() < 0 && System.nanoTime() < end) {
            LockSupport.parkNanos(5_000_000);
        }
    }

    private void show(CacheStatus status) {
        StatusView view = new StatusView(status);
        if (json) {
            console.out().line(view.json());
        } else {
            view.lines().forEach(console.out()::line);
        }
        console.out().flush();
    }
}
