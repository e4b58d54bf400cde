package io.kafkacache.internal.engine;

/**
 * Closes on a thread that was interrupted before, as that of a task whose executor is shut down at once. It would else wait for nothing, and what was put
 * would be lost with the clients. The interrupt stands again afterwards; one that comes meanwhile cuts the waits short.
 */
final class Uninterrupted {
    private Uninterrupted() {}

    static void run(Runnable closing) {
        boolean interrupted = Thread.interrupted();
        try {
            closing.run();
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
