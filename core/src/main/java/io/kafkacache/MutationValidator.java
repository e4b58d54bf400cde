package io.kafkacache;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * Says what is wrong with the change that a record would make ({@link Builder#validateMutations}): with old and new entry in hand, and other
 * caches within reach, where it names them. Removals are not judged: a deleted key never stays.
 *
 * <p>Called on the reader's thread, one record after the other, in the order of each partition; so it must be quick and never wait. What it throws counts
 * as a problem; an {@link Error} fails the cache. But where it names the caches that it reads, and one of them does not answer ({@link
 * NotReadyException}, {@link ClosedException}, {@link FailedException}), the record waits until it does: let these through.
 *
 * <p>What it says depends on what came before, and compaction may have taken that: a fresh replica may judge a record otherwise than one that has
 * run for long.
 *
 * @param <K> the key of an entry
 * @param <V> the value of an entry
 */
@FunctionalInterface
public interface MutationValidator<K, V> {
    /**
     * Finds everything that is wrong.
     *
     * @param mutation the change
     * @return a few words for each problem, without the value, for they are logged; empty where all is well
     */
    List<String> problems(Mutation<? extends K, ? extends V> mutation);

    /**
     * This and another one.
     *
     * @param other the other one
     * @return a validator that finds what either finds
     */
    default MutationValidator<K, V> and(MutationValidator<? super K, ? super V> other) {
        Objects.requireNonNull(other);
        return mutation -> {
            List<String> all = new ArrayList<>(problems(mutation));
            all.addAll(other.problems(mutation));
            return all;
        };
    }

    /**
     * One rule.
     *
     * @param <K> the key of an entry
     * @param <V> the value of an entry
     * @param rule says in a few words what must hold, such as {@code the version rises}
     * @param holds whether it does
     * @return a validator that names the rule where it does not hold
     */
    static <K, V> MutationValidator<K, V> rule(String rule, Predicate<Mutation<? extends K, ? extends V>> holds) {
        Objects.requireNonNull(holds);
        List<String> broken = List.of(rule);
        return mutation -> holds.test(mutation) ? List.of() : broken;
    }
}
