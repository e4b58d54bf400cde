package io.kafkacache.e2e.simulation;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.e2e.simulation.history.Hearing;
import io.kafkacache.e2e.simulation.history.Manner;
import java.util.SplittableRandom;

/** Chooses how caches are opened, as the features of a script allow; about half of them plainly. */
final class Manners {
    private final Generator generator;
    private final SplittableRandom random;

    Manners(Generator generator) {
        this.generator = generator;
        this.random = generator.random();
    }

    Manner next() {
        Manner manner = Manner.plain(
                chosen(Feature.UNCOMMITTED_READERS) ? Isolation.READ_UNCOMMITTED : Isolation.READ_COMMITTED);
        manner = manner.following(rule());
        manner = !generator.setup().resolving() && chosen(Feature.MAPPINGS) ? manner.mapped() : manner;
        return !manner.haltsAtRejected() && chosen(Feature.BREAKERS) ? manner.halting(breaker()) : manner;
    }

    /** One that halts has no breaker besides: so it is known what a halt is for. */
    private OnRejected rule() {
        if (chosen(Feature.KEPT_ENTRIES)) {
            return OnRejected.KEEP_PREVIOUS;
        }
        if (chosen(Feature.REMOVED_ENTRIES)) {
            return OnRejected.REMOVE;
        }
        return chosen(Feature.HALTS) ? OnRejected.HALT : OnRejected.FAIL_READS;
    }

    Window window() {
        if (!chosen(Feature.WINDOWS)) {
            return Window.WHOLE;
        }
        boolean byTime = random.nextBoolean();
        return new Window(byTime ? Window.Kind.TIME : Window.Kind.OFFSETS, random.nextInt(byTime ? 3_000 : 8));
    }

    Hearing hearing() {
        boolean stateFirst = random.nextBoolean();
        boolean bounded = chosen(Feature.SLOW_LISTENERS);
        if (!bounded) {
            return Hearing.quick(stateFirst);
        }
        boolean many = random.nextBoolean();
        return new Hearing(stateFirst, random.nextInt(3) > 0, many ? Keys.all().size() : 1 + random.nextInt(3), true);
    }

    private boolean chosen(Feature feature) {
        return generator.has(feature) && random.nextBoolean();
    }

    private Breaker breaker() {
        Breaker count = Breaker.deletesPerMinute(1 + random.nextInt(3));
        Breaker share = Breaker.share(0.25 + random.nextInt(3) * 0.15);
        int dice = random.nextInt(4);
        return dice < 2 ? count : dice == 2 ? share : count.or(share);
    }
}
