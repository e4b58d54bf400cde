package io.kafkacache;

import org.jspecify.annotations.Nullable;

/**
 * A validator of what is read, with what follows where it finds something. Immutable.
 *
 * @param <F> what finds the problems
 * @param validator finds the problems
 * @param consequence what follows; null for that of {@link Builder#onRejected}
 */
public record Validation<F>(F validator, @Nullable OnRejected consequence) {}
