package io.kafkacache.internal.driver;

import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Makes a cache's threads: daemons named {@code kafka-cache-<name>-<role>} with the opener's context class loader, or the user's own. */
final class CacheThreads {
    private final String cacheName;
    private final @Nullable ThreadFactory users;
    private final @Nullable ClassLoader opener = Thread.currentThread().getContextClassLoader();

    CacheThreads(String cacheName, @Nullable ThreadFactory users) {
        this.cacheName = cacheName;
        this.users = users;
    }

    /** A thread that is not started yet. */
    Thread thread(String role, Runnable work) {
        if (users == null) {
            // Without inherited thread locals: the first caller's would live as long as the cache.
            Thread thread = new Thread(null, work, "kafka-cache-" + cacheName + "-" + role, 0, false);
            thread.setDaemon(true);
            thread.setContextClassLoader(opener);
            return thread;
        }
        Thread thread = users.newThread(work);
        if (thread == null) {
            throw new IllegalStateException(cacheName + ": the given threadFactory made no thread for " + role);
        }
        return thread;
    }
}
