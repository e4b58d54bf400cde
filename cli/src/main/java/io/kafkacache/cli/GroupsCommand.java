package io.kafkacache.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Shows the consumer groups that caches commit their positions to. */
@Command(
        name = "groups",
        header = "List the consumer groups of caches, and remove those left behind.",
        description = {
            "",
            "A cache commits the positions it has applied to a consumer group, so that lag tools see it. A process that is"
                    + " killed leaves its group behind, which such tools then report as lagging. Listed are only groups"
                    + " whose offsets carry the stamp of a cache; the age is that of the newest stamp, and a cache that"
                    + " lives renews it at least every hour."
        },
        footer = {"  kafka-cache groups", "  kafka-cache groups --prune --bootstrap kafka:9092"})
final class GroupsCommand implements Callable<Integer> {
    private static final Duration LEFT_BEHIND = Duration.ofHours(3);

    private final Console console;

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--prune", description = "Delete the groups whose newest stamp is older than 3 hours.")
    private boolean prune;

    GroupsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        long now = System.currentTimeMillis();
        String where = connection.bootstrapServers(console);
        try (Admin admin = connection.admin(console)) {
            CacheGroups groups = new CacheGroups(admin, new Topics(admin, where, connection.timeout()));
            List<CacheGroup> found = groups.list();
            if (found.isEmpty()) {
                console.say("no group of a cache at " + where);
                return ExitCode.OK;
            }
            Table table = new Table().row("GROUP", "CACHE", "TOPIC", "LAG", "AGE", "POSITIONS");
            found.forEach(group -> group.addRows(table, now));
            table.lines().forEach(console.out()::line);
            console.out().flush();
            return prune ? prune(groups, found, now) : ExitCode.OK;
        }
    }

    private int prune(CacheGroups groups, List<CacheGroup> found, long now) {
        int exitCode = ExitCode.OK;
        int deleted = 0;
        for (CacheGroup group : found) {
            if (group.age(now).compareTo(LEFT_BEHIND) <= 0) {
                continue;
            }
            if (group.isShared()) {
                console.say("kept " + group.name() + ": it also holds offsets that no cache committed");
                continue;
            }
            try {
                groups.delete(group);
                deleted++;
                console.say("deleted " + group.name());
            } catch (CommandException e) {
                console.say("kept " + group.name() + ": " + e.getMessage());
                exitCode = Math.max(exitCode, e.exitCode());
            }
        }
        console.say(deleted + " of " + found.size() + " groups deleted");
        return exitCode;
    }
}
