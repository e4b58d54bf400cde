package io.kafkacache.e2e.simulation;

import io.kafkacache.Breaker;
import io.kafkacache.Isolation;
import io.kafkacache.OnRejected;
import io.kafkacache.e2e.simulation.history.Hearing;
import io.kafkacache.e2e.simulation.history.Manner;
import io.kafkacache.e2e.simulation.history.Trait;
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
        manner = traits(manner);
        return !manner.haltsAtRejected() && chosen(Feature.BREAKERS) ? manner.halting(breaker()) : manner;
    }

    private Manner traits(Manner plain) {
        Manner manner = plain;
        manner = chosen(Feature.MAPPINGS) ? manner.with(Trait.MAPPING) : manner;
        manner = chosen(Feature.FAILING_RESOLUTIONS) ? manner.with(Trait.FAILING) : manner;
        if (chosen(Feature.MUTATIONS)) {
            manner = manner.with(chosen(Feature.OTHER_CACHE) ? Trait.JUDGING_BY_OTHERS : Trait.JUDGING);
        }
        manner = chosen(Feature.WRITE_RULES) ? manner.with(Trait.CHECKING_WRITES) : manner;
        return chosen(Feature.DEAD_LETTERS) ? manner.with(Trait.WRITING_DEAD_LETTERS) : manner;
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
            return published(Hearing.quick(stateFirst));
        }
        boolean many = random.nextBoolean();
        int most = many ? Keys.all().size() : 1 + random.nextInt(3);
        return published(new Hearing(stateFirst, random.nextInt(3) > 0, most, true, false));
    }

    private Hearing published(Hearing hearing) {
        return chosen(Feature.PUBLISHERS) ? hearing.byPublisher() : hearing;
    }

    /** How somebody goes on behind a token. */
    Hearing resuming() {
        return published(Hearing.quick(false));
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
