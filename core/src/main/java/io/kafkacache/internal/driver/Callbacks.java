package io.kafkacache.internal.driver;

import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the user's code run: on the user's executor, and on own threads where there is none or it does not take the code. */
final class Callbacks {
    private static final Logger LOG = LoggerFactory.getLogger(Callbacks.class);

    private final String cacheName;
    private final WorkerPool own;
    private final @Nullable Executor users;

    Callbacks(String cacheName, WorkerPool own, @Nullable Executor users) {
        this.cacheName = cacheName;
        this.own = own;
        this.users = users;
    }

    void run(Runnable code) {
        if (users == null) {
            own.execute(() -> runLogged(code));
            return;
        }
        Handing handing = new Handing(code);
        try {
            users.execute(handing);
        } catch (Throwable refused) {
            LOG.debug("{}: callbackExecutor refused a callback, which runs on an own thread", cacheName, refused);
            own.execute(handing::runOnce);
        } finally {
            handing.from = null;
        }
    }

    private void runLogged(Runnable code) {
        try {
            code.run();
        } catch (Throwable thrown) {
            LOG.error("{}: a callback has thrown", cacheName, thrown);
        }
    }

    /**
     * Code on its way to the user's executor. That may run what it is given on the thread that gives it ({@code Runnable::run}, a
     * caller-runs policy), which is an activity's here and must not be blocked: then the code moves on to an own thread.
     */
    private final class Handing implements Runnable {
        private final Runnable code;
        private final AtomicBoolean taken = new AtomicBoolean();
        private volatile @Nullable Thread from = Thread.currentThread();

        Handing(Runnable code) {
            this.code = code;
        }

        @Override
        public void run() {
            if (from == Thread.currentThread()) {
                own.execute(this::runOnce);
            } else {
                runOnce();
            }
        }

        /** An executor may both run the code and throw. */
        void runOnce() {
            if (taken.compareAndSet(false, true)) {
                runLogged(code);
            }
        }
    }
}
