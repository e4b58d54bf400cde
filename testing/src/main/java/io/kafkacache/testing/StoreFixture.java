package io.kafkacache.testing;

import io.kafkacache.Applied;
import io.kafkacache.Entry;
import io.kafkacache.Positions;
import io.kafkacache.Store;
import io.kafkacache.StoreFactory;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A store of its own for each test of a contract. */
abstract class StoreFixture {
    private @Nullable Store<String, String> store;
    private @Nullable ContractInterpreter interpreter;

    /**
     * Makes the stores under test.
     *
     * @return the factory
     */
    protected abstract StoreFactory factory();

    /**
     * Whether the store may look up by the key itself ({@link io.kafkacache.Interpreter#keysAreBytes()}).
     *
     * @return true unless overridden
     */
    protected boolean keysAreBytes() {
        return true;
    }

    @BeforeEach
    void makeStore() {
        interpreter = new ContractInterpreter(keysAreBytes());
        store = newStore(interpreter);
    }

    Store<String, String> newStore(ContractInterpreter meaning) {
        return factory().create("contract", meaning);
    }

    @AfterEach
    void closeStore() {
        store().close();
    }

    @SuppressWarnings("NullAway") // set before each test
    Store<String, String> store() {
        return store;
    }

    @SuppressWarnings("NullAway") // set before each test
    ContractInterpreter interpreter() {
        return interpreter;
    }

    /** Ends the replay on this thread. */
    void replayed() {
        store().replayed(TestParallel.inline());
    }

    /** Applies a batch during replay: in the given order where the store takes any, else in that of the offsets. */
    void replay(TestChange... changes) {
        List<TestChange> ordered = Arrays.asList(changes);
        if (store().replay() == Store.Replay.BY_OFFSET) {
            ordered.sort(Comparator.comparing(TestChange::offset));
        }
        ordered.forEach(change -> change.applyTo(store()));
        commit();
    }

    /** Applies a batch of one record. */
    Applied apply(TestChange change) {
        Applied applied = change.applyTo(store());
        commit();
        return applied;
    }

    /** Ends a batch; where it has got to does not matter. */
    void commit() {
        store().commit(Positions.none());
    }

    /** The entry of a key that must be there. */
    Entry<String, String> standing(String key) {
        Entry<String, String> entry = store().entry(key);
        if (entry == null) {
            throw new AssertionError("no entry of " + key);
        }
        return entry;
    }

    /** What {@code forEach} visits, each key once, rejected entries as {@code !}. */
    static Map<String, String> contents(Store<String, String> store) {
        return collected(store::forEach);
    }

    /** What is visited, each key once, rejected entries as {@code !}. */
    static Map<String, String> collected(Consumer<Consumer<Entry<String, String>>> visit) {
        Map<String, String> contents = new HashMap<>();
        visit.accept(entry -> {
            if (contents.put(entry.key(), shown(entry)) != null) {
                throw new AssertionError(entry.key() + " was visited before");
            }
        });
        return contents;
    }

    /** As {@link #apply}, for a change that must have this outcome; for long loops. */
    void expect(Applied expected, TestChange change) {
        Applied applied = apply(change);
        if (applied != expected) {
            throw new AssertionError(change + " was " + applied + " instead of " + expected);
        }
    }

    static String shown(Entry<String, String> entry) {
        return entry.rejection() == null ? entry.value() : "!";
    }

    /** A seed to be shown with every failure; {@code -Dkafkacache.seed=…} runs it again. */
    static long seed() {
        return Long.getLong("kafkacache.seed", ThreadLocalRandom.current().nextLong());
    }
}
