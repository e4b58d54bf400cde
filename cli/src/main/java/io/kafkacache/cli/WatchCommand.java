package io.kafkacache.cli;

import io.kafkacache.KafkaCache;
import io.kafkacache.ListenOptions;
import io.kafkacache.Subscription;
import io.kafkacache.Update;
import io.kafkacache.UpdateListener;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes updates as they come. */
@Command(
        name = "watch",
        header = "Write every update as NDJSON, until Ctrl-C.",
        description = {
            "",
            "Reads the topic to its end; then writes one line for each change of an entry, at once:",
            "  {\"key\":…,\"value\":…,\"partition\":0,\"offset\":12,\"timestamp\":1700000000000,\"cause\":\"put\"}",
            "The value is null where the key left. Causes: put, delete, rejected (then with \"rejected\" instead of"
                    + " \"value\"), resolved, retention, rebuild; the last two have no place in the topic, so null for"
                    + " partition, offset and timestamp.",
            "Ends with Ctrl-C (exit code 130), or with 0 at the first line after its reader has gone."
        },
        footer = {
            "  kafka-cache watch --topic users",
            "  kafka-cache watch --topic users --state-first | jq -c '[.cause, .key]'"
        })
final class WatchCommand implements Callable<Integer> {
    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Mixin
    private RejectedOption onRejected = new RejectedOption();

    @Option(names = "--state-first", description = "First every entry there is, with the cause put.")
    private boolean stateFirst;

    WatchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        CompletableFuture<Void> over = new CompletableFuture<>();
        Writer writer = new Writer(new EntryLine(options.keys(), options.values()), over);
        try (KafkaCache<Stored, Stored> cache = options.openCache(console, onRejected.policy())) {
            ListenOptions<Stored> wanted = stateFirst ? ListenOptions.stateFirst() : ListenOptions.fromNow();
            Subscription subscription = cache.listen(wanted, writer);
            try {
                new Readiness(console, options).await(cache);
                console.say("watching " + options.topic() + ", which has " + Bar.count(cache.size()) + " entries");
                CompletableFuture.anyOf(cache.stopped(), over).get();
            } finally {
                subscription.close();
            }
        } catch (ExecutionException e) {
            Throwable cause = Failures.root(e);
            throw cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        }
        return ExitCode.OK;
    }

    private final class Writer implements UpdateListener<Stored, Stored> {
        private final EntryLine lines;
        private final CompletableFuture<Void> over;

        Writer(EntryLine lines, CompletableFuture<Void> over) {
            this.lines = lines;
            this.over = over;
        }

        @Override
        public void onUpdates(List<? extends Update<? extends Stored, ? extends Stored>> step) {
            if (over.isDone()) {
                return;
            }
            try {
                step.forEach(update -> console.out().line(lines.of(update)));
                console.out().flush();
            } catch (RuntimeException e) {
                over.completeExceptionally(e);
            }
        }

        @Override
        public void onGone(String reason) {
            over.completeExceptionally(new CommandException(ExitCode.FAILED, reason));
        }
    }
}
