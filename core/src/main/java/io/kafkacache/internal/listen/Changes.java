package io.kafkacache.internal.listen;

import io.kafkacache.Update;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the records of one batch have come to. Not changed afterwards.
 *
 * @param updates what has become visible, in the order to be told
 * @param unseen the records that changed nothing that is, in their order; only who resumes behind another cache's token needs them
 * @param <K> the key
 * @param <V> the value
 */
public record Changes<K, V>(List<Update<K, V>> updates, List<Unseen<K>> unseen) {
    private static final Changes<?, ?> NONE = of(List.of());

    /**
     * Of which each record is seen.
     *
     * @param updates what has become visible
     * @param <K> the key
     * @param <V> the value
     * @return the changes
     */
    public static <K, V> Changes<K, V> of(List<Update<K, V>> updates) {
        return new Changes<>(updates, List.of());
    }

    /**
     * Where nothing has changed, or nobody wants to know.
     *
     * @param <K> the key
     * @param <V> the value
     * @return no changes
     */
    @SuppressWarnings("unchecked") // it has none of any type
    public static <K, V> Changes<K, V> none() {
        return (Changes<K, V>) NONE;
    }

    boolean isEmpty() {
        return updates.isEmpty() && unseen.isEmpty();
    }

    int size() {
        return updates.size() + unseen.size();
    }

    /**
     * Gives all of them in the order of their records.
     *
     * @param update is given each update
     * @param nothing is given each record that changed nothing
     */
    public void inOrder(Consumer<? super Update<K, V>> update, Consumer<? super Unseen<K>> nothing) {
        int next = 0;
        for (int i = 0; i <= updates.size(); i++) {
            while (next < unseen.size() && unseen.get(next).behind() <= i) {
                nothing.accept(unseen.get(next++));
            }
            if (i < updates.size()) {
                update.accept(updates.get(i));
            }
        }
    }
}
