package io.kafkacache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiPredicate;

/**
 * Says what is wrong with a record's value: asked before a write is sent ({@link Builder#validateWrites}), of what is read ({@link
 * Builder#validateReads}), or both, so that writers and readers enforce the same.
 *
 * <p>Called on the threads of those who write and on the cache's own, several at once; so it must be safe for any thread, quick, and a function
 * of its arguments alone: a replica that judges otherwise differs. What it throws counts as a problem, an {@link Error} does not: it fails
 * the cache.
 *
 * @param <K> the key of a record
 * @param <V> the value of a record
 */
@FunctionalInterface
public interface Validator<K, V> {
    /**
     * Finds everything that is wrong.
     *
     * @param key the key
     * @param value the value, never null: tombstones are not asked about
     * @return a few words for each problem, such as the rule that is broken, without the value, for they are logged; empty where all is well
     */
    List<String> problems(K key, V value);

    /**
     * This and another one.
     *
     * @param other the other one
     * @return a validator that finds what either finds
     */
    default Validator<K, V> and(Validator<? super K, ? super V> other) {
        Objects.requireNonNull(other);
        return (key, value) -> {
            List<String> all = new ArrayList<>(problems(key, value));
            all.addAll(other.problems(key, value));
            return all;
        };
    }

    /**
     * One rule.
     *
     * @param <K> the key of a record
     * @param <V> the value of a record
     * @param rule says in a few words what must hold, such as {@code age is not negative}
     * @param holds whether it does
     * @return a validator that names the rule where it does not hold
     */
    static <K, V> Validator<K, V> rule(String rule, BiPredicate<? super K, ? super V> holds) {
        Objects.requireNonNull(holds);
        List<String> broken = List.of(rule);
        return (key, value) -> holds.test(key, value) ? List.of() : broken;
    }
}
