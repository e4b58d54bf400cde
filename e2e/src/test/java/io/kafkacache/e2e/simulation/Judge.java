package io.kafkacache.e2e.simulation;

import io.kafkacache.Entry;
import io.kafkacache.KafkaCacheException;
import io.kafkacache.Mutation;
import io.kafkacache.MutationValidator;
import io.kafkacache.ReadableCache;
import io.kafkacache.e2e.simulation.history.Event.Judged;
import io.kafkacache.e2e.simulation.history.Event.Unanswered;
import io.kafkacache.e2e.simulation.history.MutationRule;
import io.kafkacache.e2e.simulation.history.Shown;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a cache judges changes by: a rule, and perhaps what another cache holds. Tells what it was asked and what it answered. */
final class Judge implements MutationValidator<String, String> {
    private static final List<String> REFUSED = List.of("may follow");

    private final SimulatedCache cache;
    private final World world;
    private final @Nullable ReadableCache<String, String> other;

    Judge(SimulatedCache cache, World world, @Nullable ReadableCache<String, String> other) {
        this.cache = cache;
        this.world = world;
        this.other = other;
    }

    @Override
    public List<String> problems(Mutation<? extends String, ? extends String> mutation) {
        Entry<? extends String, ? extends String> entry = mutation.after();
        String after = entry.value();
        Shown before = Eyes.shown(mutation.before());
        boolean refused =
                !isAllowed(after, entry) || MutationRule.refuses(before == null ? null : before.value(), after);
        world.tell(new Judged(
                cache.number(),
                cache.reading(),
                entry.source().partition(),
                entry.offsetInPartition(),
                entry.key(),
                before,
                Objects.requireNonNull(Eyes.shown(entry)),
                refused));
        if (refused && MutationRule.throwsAt(after)) {
            throw new IllegalStateException("refused");
        }
        return refused ? REFUSED : List.of();
    }

    private boolean isAllowed(String value, Entry<?, ?> entry) {
        ReadableCache<String, String> asked = other;
        try {
            return asked == null || asked.contains(MutationRule.other(value));
        } catch (KafkaCacheException e) {
            world.tell(new Unanswered(
                    cache.number(),
                    cache.reading(),
                    entry.source().partition(),
                    entry.offsetInPartition(),
                    Objects.requireNonNull(asked).status().ready()));
            throw e;
        }
    }
}
