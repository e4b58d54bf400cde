package io.kafkacache.cli;

import io.kafkacache.KeyRange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which entries, in which order, how many. */
final class RangeOptions {
    @Option(
            names = "--prefix",
            paramLabel = "TEXT",
            description = "Only keys that begin so: the codec's text, for uuid and json their first characters, or"
                    + " base64url: and the first bytes, or text: and a text that starts so.")
    private @Nullable String prefix;

    @Option(
            names = "--from",
            paramLabel = "KEY",
            description = "Nothing below this key, which is written as for 'get'.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "KEY", description = "Nothing above this key.")
    private @Nullable String to;

    @Option(names = "--reverse", description = "The highest key first.")
    private boolean reverse;

    @Option(names = "--limit", paramLabel = "N", description = "The first N entries only.")
    private @Nullable Long limit;

    /**
     * What was asked for, or null where nothing was.
     *
     * @throws CommandException where the limit is negative
     */
    @Nullable
    KeyRange<Stored> range(Form<?> keys) {
        if (prefix == null && from == null && to == null && !reverse && limit == null) {
            return null;
        }
        KeyRange<Stored> range = prefix == null ? KeyRange.all() : KeyRange.prefix(keys.prefixOfArgument(prefix));
        range = from == null ? range : range.from(keys.ofArgument(from));
        range = to == null ? range : range.through(keys.ofArgument(to));
        range = reverse ? range.reversed() : range;
        return limit == null ? range : limited(range, limit);
    }

    private static KeyRange<Stored> limited(KeyRange<Stored> range, long limit) {
        try {
            return range.limit(limit);
        } catch (IllegalArgumentException e) {
            throw new CommandException(ExitCode.USAGE, "--" + e.getMessage(), e);
        }
    }
}
