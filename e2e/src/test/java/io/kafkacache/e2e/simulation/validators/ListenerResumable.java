package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.CacheState;
import io.kafkacache.e2e.simulation.history.CacheFacts;
import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Bookmarked;
import io.kafkacache.e2e.simulation.history.Event.Change;
import io.kafkacache.e2e.simulation.history.Event.Gone;
import io.kafkacache.e2e.simulation.history.Event.Listened;
import io.kafkacache.e2e.simulation.history.Event.Resumed;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Event.Told;
import io.kafkacache.e2e.simulation.history.Event.Unlistened;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Shown;
import io.kafkacache.e2e.simulation.history.Snapshot;
import io.kafkacache.e2e.simulation.history.Truth;
import io.kafkacache.e2e.simulation.history.TruthRecord;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Guarantee 8, Resumable: whoever goes on behind a token, with what it knew when it was given that token, ends with what the cache shows. At the
 * cache that gave the token each update links up with what was told before it, so none is missing and none comes twice.
 *
 * <p>Allowed: another cache may have to say GONE, and the same one where it has read the topic again since; a token of another cache is
 * continued in the order of this one, so there only the end is judged; and where both keep previous entries they may have kept different ones. So it is
 * with the tokens that follow from such a one. Keys of which the cleaner took a record for the sake of one that was truncated are left out there.
 */
final class ListenerResumable implements Validator {
    private final Map<Integer, Knowledge> listeners = new HashMap<>();
    private final Map<Integer, Knowledge> bookmarks = new HashMap<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof Listened listened && listened.hearing().stateFirst()) {
            listeners.put(listened.subscription(), new Knowledge(listened.cache(), Map.of(), 0, false));
        } else if (event instanceof Bookmarked bookmarked) {
            Knowledge told = listeners.get(bookmarked.subscription());
            if (told != null) {
                bookmarks.put(bookmarked.bookmark(), told.at(generation(facts, told.cache)));
            }
        } else if (event instanceof Resumed resumed) {
            Knowledge known = Objects.requireNonNull(bookmarks.get(resumed.bookmark()));
            listeners.put(resumed.subscription(), known.resumedAt(resumed.cache()));
        } else if (event instanceof Told told) {
            Knowledge known = listeners.get(told.subscription());
            if (known != null) {
                told.changes().forEach(change -> judge(happening.index(), told, known, change, findings));
            }
        } else if (event instanceof Unlistened unlistened) {
            listeners.remove(unlistened.subscription());
        } else if (event instanceof Gone gone) {
            Knowledge known = listeners.remove(gone.subscription());
            boolean served = known != null && known.resumed && known.atHome;
            if (served && known.generation == generation(facts, known.cache)) {
                findings.add(
                        this,
                        happening.index(),
                        "listener " + gone.subscription()
                                + " goes on behind a token of its own cache and is told to be gone: " + gone.reason());
            }
        } else if (event instanceof Settled settled) {
            listeners.forEach((number, known) -> {
                if (known.resumed && settled.caches().contains(known.cache)) {
                    addsUp(happening.index(), number, known, facts.cache(known.cache), facts.truth(), findings);
                }
            });
        }
    }

    private static int generation(Facts facts, int number) {
        CacheFacts cache = facts.find(number);
        Snapshot last = cache == null ? null : cache.last();
        return last == null ? 0 : last.generation();
    }

    private void judge(int index, Told told, Knowledge known, Change change, Findings findings) {
        Shown expected = known.state.get(change.key());
        if (known.resumed && known.atHome && !Objects.equals(expected, change.before())) {
            findings.add(
                    this,
                    index,
                    "listener " + told.subscription() + " resumes and is told that " + change.key() + " was "
                            + change.before() + ", but behind the token it was " + expected + "; " + change);
        }
        known.put(change.key(), change.after());
    }

    private void addsUp(int index, int number, Knowledge known, CacheFacts cache, Truth truth, Findings findings) {
        Snapshot snapshot = Objects.requireNonNull(cache.last());
        Map<String, Shown> told = new HashMap<>(known.state);
        Map<String, Shown> shown = new HashMap<>(snapshot.shown());
        if (!known.atHome) {
            Predicate<String> mayDiffer = key -> isAny(key, truth, TruthRecord::isLost)
                    || (cache.manner().keepsPrevious()
                            && isAny(key, truth, record -> !cache.asSeen(record).accepted()));
            told.keySet().removeIf(mayDiffer);
            shown.keySet().removeIf(mayDiffer);
        }
        if (snapshot.state() == CacheState.READY && !shown.equals(told)) {
            findings.add(
                    this,
                    index,
                    "listener " + number + " of cache " + known.cache + " has resumed and knows " + known.state
                            + ", the cache shows " + snapshot.shown());
        }
    }

    private static boolean isAny(String key, Truth truth, Predicate<TruthRecord> what) {
        return IntStream.range(0, truth.partitions())
                .mapToObj(truth::partition)
                .flatMap(partition -> partition.of(key).stream())
                .anyMatch(what);
    }

    /** What a listener knows by what it was told. */
    private static final class Knowledge {
        private final int cache;
        private final Map<String, Shown> state;
        private final int generation;
        private final boolean resumed;
        private final boolean atHome;

        private Knowledge(int cache, Map<String, Shown> state, int generation, boolean resumed) {
            this(cache, state, generation, resumed, true);
        }

        private Knowledge(int cache, Map<String, Shown> state, int generation, boolean resumed, boolean atHome) {
            this.cache = cache;
            this.state = new HashMap<>(state);
            this.generation = generation;
            this.resumed = resumed;
            this.atHome = atHome;
        }

        /** The same at a moment. */
        Knowledge at(int generationThen) {
            return new Knowledge(cache, state, generationThen, resumed, atHome);
        }

        /** Who goes on with it, at this cache or another one. */
        Knowledge resumedAt(int where) {
            return new Knowledge(where, state, generation, true, atHome && where == cache);
        }

        void put(String key, @Nullable Shown after) {
            if (after == null) {
                state.remove(key);
            } else {
                state.put(key, after);
            }
        }
    }
}
