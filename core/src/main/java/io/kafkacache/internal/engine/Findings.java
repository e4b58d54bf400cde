package io.kafkacache.internal.engine;

import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What a validator found. One that throws, or gives null, found that.
 *
 * @param problems in its own words
 * @param thrown what it threw, or null; its message may quote the value
 */
record Findings(List<String> problems, @Nullable RuntimeException thrown) {
    private static final int TOLD = 5;
    private static final Findings NONE = new Findings(List.of(), null);

    static Findings of(Supplier<List<String>> validator) {
        try {
            List<String> problems = validator.get();
            return problems.isEmpty() ? NONE : new Findings(List.copyOf(problems), null);
        } catch (RuntimeException e) {
            return new Findings(List.of("the validator threw " + e.getClass().getSimpleName()), e);
        }
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** As part of a sentence: the first few, for there may be hundreds. */
    String told() {
        String first = String.join("; ", problems.subList(0, Math.min(TOLD, problems.size())));
        return problems.size() <= TOLD ? first : first + "; and " + (problems.size() - TOLD) + " more";
    }
}
