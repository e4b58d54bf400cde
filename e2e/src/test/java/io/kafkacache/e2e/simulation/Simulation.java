package io.kafkacache.e2e.simulation;

import io.kafkacache.e2e.simulation.history.History;
import io.kafkacache.e2e.simulation.validators.Validators;
import io.kafkacache.e2e.simulation.validators.Violation;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays scripts. Each run has a world of its own, so that any number may be played at the same time, each on one thread. */
final class Simulation {
    private Simulation() {}

    /** Plays a script and says which guarantees did not hold. */
    static List<Violation> play(Script script) {
        return judge(record(script));
    }

    /** Plays a script. */
    static Recording record(Script script) {
        try (World world = new World(script.seed(), script.setup())) {
            String crash = null;
            try {
                for (Operation operation : script.operations()) {
                    operation.perform(world);
                    world.look();
                }
                new Settlement(world).come();
            } catch (RuntimeException | Error e) {
                crash = trace(e);
            }
            return new Recording(world.history(), crash);
        }
    }

    /** Says which guarantees did not hold. */
    static List<Violation> judge(Recording record) {
        List<Violation> violations = new ArrayList<>(Validators.judge(record.history));
        if (record.crash != null) {
            violations.add(new Violation("Crash", record.history.all().size(), record.crash));
        }
        return violations;
    }

    private static String trace(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        return trace.toString();
    }

    /** What happened, and what was thrown out of it where something was. */
    record Recording(History history, @Nullable String crash) {}
}
