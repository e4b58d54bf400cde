package io.kafkacache.e2e.simulation.validators;

/**
 * A guarantee that did not hold.
 *
 * @param validator the simple name of the validator that says so
 * @param index the place in the history at which it shows
 * @param message what was seen and what was promised
 */
public record Violation(String validator, int index, String message) {
    @Override
    public String toString() {
        return validator + " at " + index + ": " + message;
    }
}
