package io.kafkacache.e2e.simulation.validators;

import io.kafkacache.e2e.simulation.history.Event;
import io.kafkacache.e2e.simulation.history.Event.Appended;
import io.kafkacache.e2e.simulation.history.Event.PutBegun;
import io.kafkacache.e2e.simulation.history.Event.PutEnded;
import io.kafkacache.e2e.simulation.history.Event.Settled;
import io.kafkacache.e2e.simulation.history.Facts;
import io.kafkacache.e2e.simulation.history.History.Happening;
import io.kafkacache.e2e.simulation.history.Trait;
import io.kafkacache.e2e.simulation.history.WriteRule;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code validateWrites}: nothing is sent of what the validator refuses, and whoever writes it is told so, and nothing else; whatever it does not refuse, and
 * each delete, is not told to be refused. No value is written twice, so a record tells by whom it was written.
 */
final class WritesChecked implements Validator {
    private static final String REFUSAL = "RejectedWriteException";

    private final Map<Integer, Boolean> refused = new HashMap<>();
    private final Set<String> mustNotBeSent = new HashSet<>();

    @Override
    public void see(Happening happening, Facts facts, Findings findings) {
        Event event = happening.event();
        if (event instanceof PutBegun begun) {
            begun(begun, facts);
        } else if (event instanceof PutEnded ended) {
            ended(happening.index(), ended, findings);
        } else if (event instanceof Appended appended
                && mustNotBeSent.contains(String.valueOf(appended.record().value()))) {
            findings.add(this, happening.index(), "was refused, and sent: " + appended);
        } else if (event instanceof Settled && refused.containsValue(true)) {
            findings.add(this, happening.index(), "refused, and nobody was told: " + refused);
        }
    }

    private void begun(PutBegun begun, Facts facts) {
        @Nullable String value = begun.value();
        boolean refuses = value != null
                && facts.cache(begun.cache()).manner().has(Trait.CHECKING_WRITES)
                && WriteRule.refuses(value);
        refused.put(begun.put(), refuses);
        if (refuses) {
            mustNotBeSent.add(value);
        }
    }

    private void ended(int index, PutEnded ended, Findings findings) {
        boolean refuses = Boolean.TRUE.equals(refused.remove(ended.put()));
        if (refuses != REFUSAL.equals(ended.failure())) {
            findings.add(this, index, (refuses ? "was to be refused: " : "was not to be refused: ") + ended);
        }
    }
}
