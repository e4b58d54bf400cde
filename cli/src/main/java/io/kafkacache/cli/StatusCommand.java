package io.kafkacache.cli;

import io.kafkacache.CacheStatus;
import io.kafkacache.Fingerprint;
import io.kafkacache.KafkaCache;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Shows what a cache of a topic knows about itself. */
@Command(
        name = "status",
        header = "Show the state of a cache of a topic.",
        description = {
            "",
            "Opens a cache, waits until it is complete, and shows what it knows: state, entries, rejected records, lag,"
                    + " positions, fingerprints. Where it does not get ready within --timeout the same is shown, with what it waits"
                    + " for, and the exit code is 3."
        },
        footer = {
            "  kafka-cache status --topic users",
            "  kafka-cache status --topic users --json | jq .rejections",
        })
final class StatusCommand implements Callable<Integer> {
    private static final Duration A_MOMENT = Duration.ofSeconds(2);

    private final Console console;

    @Mixin
    private TopicOptions options = new TopicOptions();

    @Mixin
    private RejectedOption onRejected = new RejectedOption();

    @Option(names = "--json", description = "One JSON object on one line, which 'verify --against' takes.")
    private boolean json;

    @Option(
            names = "--fingerprint",
            description = "With --json: also the sums at the last positions of each partition, up to 1,024.")
    private boolean sums;

    @Spec
    private @Nullable CommandSpec spec;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (sums && !json) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "--fingerprint needs --json; the table has the newest sums");
        }
        try (KafkaCache<Stored, Stored> cache = options.openCache(console, onRejected.policy())) {
            try {
                new Readiness(console, options).await(cache);
                // The ends are asked for every second, the fingerprints added up beside: both known a moment after
                // ready.
                var unused = Patience.until(A_MOMENT, () -> isKnown(cache.status()));
            } finally {
                show(cache.status(), cache.fingerprint());
            }
        }
        return ExitCode.OK;
    }

    private static boolean isKnown(CacheStatus status) {
        return status.lagRecords() >= 0
                && status.partitions().stream().allMatch(partition -> partition.fingerprint() != null);
    }

    private void show(CacheStatus status, Fingerprint fingerprint) {
        StatusView view = new StatusView(status, sums ? fingerprint.partitions() : List.of());
        if (json) {
            console.out().line(view.json());
        } else {
            view.lines().forEach(console.out()::line);
        }
        console.out().flush();
    }
}
