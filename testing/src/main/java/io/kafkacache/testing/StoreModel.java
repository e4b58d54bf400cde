package io.kafkacache.testing;

import io.kafkacache.Applied;
import io.kafkacache.Change.Kind;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store has to do, in the plainest way: of each key and partition the newest record, of these the highest. */
final class StoreModel {
    private static final Comparator<TestChange> RANK = Comparator.comparing(TestChange::timestampMillis)
            .thenComparing(change -> change.source().partition());

    private final Map<String, Map<Integer, TestChange>> newest = new HashMap<>();
    private boolean live;
    private boolean remembers;

    void rememberRemovals() {
        remembers = true;
    }

    Applied apply(TestChange change) {
        Map<Integer, TestChange> candidates = newest.computeIfAbsent(change.key(), key -> new HashMap<>());
        TestChange before = winner(candidates);
        TestChange own = candidates.get(change.source().partition());
        if (own != null && own.offset() >= change.offset()) {
            return Applied.OLDER;
        }
        candidates.put(change.source().partition(), change);
        forget(change.key());
        TestChange after = winner(newest.getOrDefault(change.key(), Map.of()));
        if (after == before) {
            return before == null ? Applied.NOTHING : Applied.OLDER;
        }
        if (stands(after)) {
            return stands(before) ? Applied.REPLACED : Applied.ADDED;
        }
        return stands(before) ? Applied.REMOVED : Applied.NOTHING;
    }

    void replayed() {
        live = true;
        new TreeMap<>(newest).keySet().forEach(this::forget);
    }

    /** The newest text of each key that is there, as {@link StoreFixture#contents} shows it. */
    Map<String, String> contents() {
        Map<String, String> contents = new TreeMap<>();
        newest.forEach((key, candidates) -> {
            TestChange winner = winner(candidates);
            if (winner != null && stands(winner)) {
                contents.put(key, meaning(winner));
            }
        });
        return contents;
    }

    private void forget(String key) {
        Map<Integer, TestChange> candidates = newest.getOrDefault(key, Map.of());
        TestChange winner = winner(candidates);
        if (live && !remembers) {
            if (!stands(winner)) {
                newest.remove(key);
            } else {
                candidates.values().removeIf(candidate -> removes(candidate));
            }
        }
    }

    /** As {@link StoreFixture#shown}; empty where the key is to leave. */
    private static String meaning(TestChange change) {
        String text = change.text();
        if (change.kind() == Kind.REJECT || text.startsWith(ContractInterpreter.REJECT)) {
            return "!";
        }
        return text.startsWith(ContractInterpreter.LEAVE) ? "" : text;
    }

    private boolean stands(@Nullable TestChange change) {
        boolean leaves = live && change != null && meaning(change).isEmpty();
        return change != null && !removes(change) && !leaves;
    }

    private static boolean removes(TestChange change) {
        return change.kind() == Kind.REMOVE || change.kind() == Kind.HIDE;
    }

    private static @Nullable TestChange winner(Map<Integer, TestChange> candidates) {
        return candidates.values().stream().max(RANK).orElse(null);
    }
}
