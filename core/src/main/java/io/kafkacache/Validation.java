package io.kafkacache;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A validator of what is read, with what follows where it finds something. Immutable.
 *
 * @param <F> what finds the problems
 * @param validator finds the problems
 * @param consequence what follows; null for that of {@link Builder#onRejected}
 * @param dependsOn the caches that it reads, and which are to be ready before it is asked
 */
public record Validation<F>(F validator, @Nullable OnRejected consequence, List<ReadableCache<?, ?>> dependsOn) {
    /**
     * Copies the list.
     *
     * @param validator finds the problems
     * @param consequence what follows; null for that of {@link Builder#onRejected}
     * @param dependsOn the caches that it reads, and which are to be ready before it is asked
     */
    public Validation {
        dependsOn = List.copyOf(dependsOn);
    }
}
