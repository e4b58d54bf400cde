package io.kafkacache.internal.driver;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** An activity that is stepped by a scripted driver. Its state is guarded by the agenda's monitor. */
final class ScriptedActivity implements Driver.Activity, Runnable {
    private final ScriptedDriver driver;
    private final Agenda agenda;
    private final Driver.Step step;
    private final CompletableFuture<Void> ended;
    private State state = State.READY;
    private boolean wokenWhileRunning;
    private DueQueue.@Nullable Due due;

    private enum State {
        READY,
        RUNNING,
        RESTING,
        ENDED
    }

    ScriptedActivity(ScriptedDriver driver, Agenda agenda, Driver.Step step) {
        this.driver = driver;
        this.agenda = agenda;
        this.step = step;
        ended = driver.newFuture();
        agenda.soon(this);
    }

    /** One step. */
    @Override
    public void run() {
        synchronized (agenda) {
            state = State.RUNNING;
            due = null;
        }
        driver.entered(this);
        long delay;
        try {
            delay = step.run();
        } catch (Throwable failure) {
            end();
            ended.completeExceptionally(failure);
            return;
        } finally {
            driver.left(this);
        }
        if (delay < 0) {
            end();
            ended.complete(null);
        } else {
            rest(delay);
        }
    }

    private void end() {
        synchronized (agenda) {
            state = State.ENDED;
        }
    }

    private void rest(long delay) {
        synchronized (agenda) {
            if (delay == 0 || wokenWhileRunning) {
                wokenWhileRunning = false;
                state = State.READY;
                agenda.soon(this);
                return;
            }
            state = State.RESTING;
            due = delay == Driver.Step.ON_WAKE ? null : agenda.later(delay, this, null);
        }
    }

    @Override
    public void wake() {
        synchronized (agenda) {
            switch (state) {
                case RUNNING -> wokenWhileRunning = true;
                case RESTING -> {
                    if (due != null && !due.isWaiting()) {
                        return; // its time has come: it stands among what can run
                    }
                    if (due != null) {
                        agenda.drop(due);
                        due = null;
                    }
                    state = State.READY;
                    agenda.soon(this);
                }
                case READY, ENDED -> {}
            }
        }
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }
}
