package io.kafkacache.e2e.simulation.validators;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The first violation that each validator found. */
final class Findings {
    private final Map<String, Violation> byValidator = new LinkedHashMap<>();

    void add(Validator validator, int index, String message) {
        String name = validator.getClass().getSimpleName();
        byValidator.putIfAbsent(name, new Violation(name, index, message));
    }

    List<Violation> all() {
        return List.copyOf(byValidator.values());
    }
}
