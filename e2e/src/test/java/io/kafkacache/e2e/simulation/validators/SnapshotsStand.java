package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.Position;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Event.SnapshotAsked;
import io.kafkacache.e2e.simulation.history.Event.SnapshotRefused;
import io.kafkacache.e2e.simulation.history.Event.SnapshotSeen;
import io.kafkacache.e2e.simulation.history.Event.SnapshotTaken;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Guarantee 2 for snapshots: what one shows is the fold of exactly the records below the positions that it states; it lacks nothing that the cache
 * had shown when it was asked for, and shows nothing that the cache does not; and while it is held it shows the same, whatever becomes of the
 * cache. Whoever asks for one gets it, or is told why not.
 *
 * <p>Allowed is what {@link PrefixFold} allows; between a truncation or a recreation and the moment at which the cache has begun anew only the
 * last part is judged.
 */
final class SnapshotsStand implements Validator {
    private final Map<Integer, Asked> asked = new HashMap<>();
    private final Map<Integer, Map<String, Shown>> taken = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof SnapshotAsked now) {
            asked.put(now.number(), Asked.of(now, facts));
        } else if (event instanceof SnapshotRefused refused) {
            Asked of = Objects.requireNonNull(asked.remove(refused.number()));
            if (!of.hasReason(refused.failure(), facts.find(of.cache))) {
                findings.add(this, happening.index(), "no reason: " + refused);
            }
        } else if (event instanceof SnapshotTaken now) {
            taken.put(now.number(), now.shown());
            Asked of = Objects.requireNonNull(asked.remove(now.number()));
            CacheFacts cache = facts.find(of.cache);
            if (cache != null
                    && of.followed
                    && cache.followsTheLog(facts.truth())
                    && of.log.equals(logOf(facts.truth()))) {
                judge(happening.index(), now, of, cache, facts, findings);
            }
        } else if (event instanceof SnapshotSeen seen) {
            Map<String, Shown> before = taken.get(seen.number());
            if (!seen.shown().equals(before)) {
                findings.add(this, happening.index(), "a snapshot showed " + before + " and now: " + seen);
            }
        } else if (event instanceof Settled && !asked.isEmpty()) {
            findings.add(this, happening.index(), "never taken, nor refused: " + asked.keySet());
        }
    }

    private void judge(int index, SnapshotTaken taken, Asked of, CacheFacts cache, Facts facts, Findings findings) {
        Snapshot last = Objects.requireNonNull(cache.last());
        Snapshot snapshot = showing(taken, last, last.generation());
        for (int p = 0; p < last.partitions(); p++) {
            long least = of.last == null ? 0 : of.last.position(p);
            if (snapshot.position(p) < least || snapshot.position(p) > last.position(p)) {
                findings.add(
                        this,
                        index,
                        taken + " of partition " + p + ", which was at " + least + " before and is at "
                                + last.position(p));
            }
        }
        Fold wrong = wrong(taken, snapshot, cache, facts);
        for (int generation = of.generation(last);
                wrong != null && cache.manner().judges() && generation < last.generation();
                generation++) { // the one of which it was taken, when that was judged otherwise
            wrong = wrong(taken, showing(taken, last, generation), cache, facts) == null ? null : wrong;
        }
        if (wrong != null) {
            findings.add(this, index, taken + " of cache " + cache.cache() + "; " + wrong + "; " + last);
        }
    }

    private static @Nullable Fold wrong(SnapshotTaken taken, Snapshot snapshot, CacheFacts cache, Facts facts) {
        Excuse excuse = Excuse.taken(facts, cache);
        return facts.truth().keys().stream()
                .map(key -> new Fold(facts.truth(), cache, snapshot, key, excuse))
                .filter(fold -> !fold.allows(taken.shown().get(fold.key())))
                .findFirst()
                .orElse(null);
    }

    private static Snapshot showing(SnapshotTaken taken, Snapshot last, int generation) {
        return new Snapshot(
                last.state(),
                last.ready(),
                last.stale(),
                last.complete(),
                last.topicId(),
                generation,
                last.lap(),
                taken.positions(),
                taken.positions().stream().map(Position::offset).toList(),
                taken.shown());
    }

    /** Which log there is: its topic, and how often its partitions were truncated. */
    private static String logOf(Truth truth) {
        List<Integer> truncations = IntStream.range(0, truth.partitions())
                .mapToObj(p -> truth.partition(p).truncations())
                .filter(count -> count > 0)
                .toList();
        return truth.topicId() + truncations;
    }

    /** A snapshot that was asked for, and what was then. */
    private record Asked(int cache, @Nullable Snapshot last, String log, boolean followed) {
        static Asked of(SnapshotAsked asked, Facts facts) {
            CacheFacts cache = facts.cache(asked.cache());
            boolean followed = cache.last() == null || cache.followsTheLog(facts.truth());
            return new Asked(asked.cache(), cache.last(), logOf(facts.truth()), followed);
        }

        int generation(Snapshot now) {
            return last == null ? now.generation() : last.generation();
        }

        boolean hasReason(String failure, @Nullable CacheFacts now) {
            return switch (failure) {
                case "NotReadyException" -> last == null || !last.ready();
                case "ClosedException" -> now == null;
                case "FailedException" ->
                    now == null || now.last() == null || now.last().state() == CacheState.FAILED;
                default -> false;
            };
        }
    }
}
