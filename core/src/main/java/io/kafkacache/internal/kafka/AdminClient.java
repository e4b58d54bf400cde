package io.kafkacache.internal.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadFactory;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;

/**
 * An Admin client, made when it is first asked for, of one log or of several that have the same properties; closed with the last of them.
 * Making it looks up addresses and fails where no host has one, so a thread of its own does that, and where it failed the next one to ask
 * tries again. Safe for any thread; never blocks but in {@link #leave}.
 */
final class AdminClient {
    private final Map<String, Object> properties;
    private final ThreadFactory threads;
    private int users; // guarded by this
    private @Nullable CompletableFuture<Admin> opening; // guarded by this

    /** {@code threads} have the class loader by which Kafka is to find the classes that properties name. */
    AdminClient(Map<String, Object> properties, ThreadFactory threads) {
        this.properties = properties;
        this.threads = threads;
    }

    /** Counts a log that is going to ask, until it {@link #leave}s. */
    synchronized AdminClient join() {
        users++;
        return this;
    }

    /** The client; fails with whatever kept it from being made, and after the last one has left: nobody would close it. */
    CompletableFuture<Admin> opened() {
        CompletableFuture<Admin> made;
        synchronized (this) {
            if (users == 0) {
                return CompletableFuture.failedFuture(new CancellationException());
            }
            if (opening != null && !opening.isCompletedExceptionally()) {
                return opening;
            }
            made = new CompletableFuture<>();
            opening = made;
        }
        try {
            threads.newThread(() -> open(made)).start();
        } catch (
                Throwable
                        e) { // such as an OutOfMemoryError for a thread: left open, this would be waited for ever after
            made.completeExceptionally(e);
        }
        return made;
    }

    private void open(CompletableFuture<Admin> made) {
        try {
            Admin admin = Admin.create(properties);
            if (!made.complete(admin)) {
                admin.close(Duration.ZERO);
            }
        } catch (Throwable e) {
            made.completeExceptionally(e);
        }
    }

    /** The last one fails what was asked and not answered, and waits for the client's thread to end, which does not wait for the brokers. */
    void leave() {
        CompletableFuture<Admin> last;
        synchronized (this) {
            if (--users > 0) {
                return;
            }
            last = opening;
            opening = null;
        }
        if (last != null
                && !last.completeExceptionally(new CancellationException())
                && !last.isCompletedExceptionally()) {
            last.join().close(Duration.ZERO);
        }
    }
}
