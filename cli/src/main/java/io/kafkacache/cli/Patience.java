package io.kafkacache.cli;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Looks at something again and again until it is so. */
final class Patience {
    private static final long LOOK_NANOS = 2_000_000;

    private Patience() {}

    /**
     * Waits.
     *
     * @return whether it has become so in time
     * @throws CommandException when interrupted
     */
    static boolean until(Duration timeout, BooleanSupplier so) {
        long started = System.nanoTime();
        while (!so.getAsBoolean()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CommandException(ExitCode.FAILED, "interrupted");
            }
            if (System.nanoTime() - started > timeout.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
        return true;
    }
}
