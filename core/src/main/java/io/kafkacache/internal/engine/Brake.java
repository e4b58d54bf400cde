package io.kafkacache.internal.engine;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What holds the reader: it was frozen, or it has halted. While the brake is on nothing is polled, applied, swept or swapped, and what readers see is
 * served on. A halt before a record that cannot be applied is for good; one before a delete storm ends with the next release, as a freeze does.
 * Reader's activity only.
 */
final class Brake {
    private static final Logger LOG = LoggerFactory.getLogger("io.kafkacache");

    private final String cache;
    private final Health health;
    private boolean frozen;
    private @Nullable Halt halt;

    Brake(String cache, Health health) {
        this.cache = cache;
        this.health = health;
    }

    boolean isOn() {
        return frozen || halt != null;
    }

    void freeze() {
        if (!frozen) {
            frozen = true;
            LOG.info("{}: frozen: applies nothing, serves what it has", cache);
            health.frozen(true);
        }
    }

    void halt(String why, boolean forGood) {
        halt = forGood ? Halt.FOR_GOOD : Halt.UNTIL_RELEASED;
        health.halted(why);
    }

    /** Lets go, as far as that is possible; true where a halt ended. */
    boolean release() {
        if (frozen) {
            frozen = false;
            LOG.info("{}: not frozen any more", cache);
            health.frozen(false);
        }
        boolean ends = halt == Halt.UNTIL_RELEASED;
        if (ends) {
            halt = null;
            health.halted(null);
        }
        return ends;
    }

    private enum Halt {
        UNTIL_RELEASED,
        FOR_GOOD
    }
}
