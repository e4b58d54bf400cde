package io.kafkacache.embedded;

import org.apache.kafka.common.utils.Exit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps brokers from ending the JVM they are guests in. A broker that loses its last folder, or a thread of it that fails for
 * good, calls Kafka's {@link Exit}, and its metrics add a shutdown hook there. These are settings of the whole JVM, so they stand
 * while at least one broker runs and are Kafka's own again after the last.
 */
final class ExitGuard {
    private static final Logger LOG = LoggerFactory.getLogger(ExitGuard.class);
    private static int brokers;

    private ExitGuard() {}

    static synchronized void enter() {
        if (brokers++ == 0) {
            Exit.setExitProcedure(ExitGuard::refuse);
            Exit.setHaltProcedure(ExitGuard::refuse);
            Exit.setShutdownHookAdder((name, hook) -> LOG.debug("shutdown hook {} left out", name));
        }
    }

    static synchronized void leave() {
        if (--brokers == 0) {
            Exit.resetExitProcedure();
            Exit.resetHaltProcedure();
            Exit.resetShutdownHookAdder();
        }
    }

    private static void refuse(int status, String message) {
        // Thrown as well, because the code behind an exit relies on never being reached.
        LOG.error("the embedded broker failed and would have ended this JVM with status {}: {}", status, message);
        throw new IllegalStateException("the embedded broker would have ended this JVM with status " + status);
    }
}
