package io.kafkacache.internal.driver;

import org.jspecify.annotations.Nullable;

/** An action that waits for its time on the scripted clock. */
final class ScriptedTimer implements Driver.Timer, Runnable {
    private final Agenda agenda;
    private final Runnable action;
    private final @Nullable ScriptedHandle owner;
    private final DueQueue.Due due;
    private volatile boolean cancelled;

    ScriptedTimer(Agenda agenda, long delayNanos, Runnable action, @Nullable ScriptedHandle owner) {
        this.agenda = agenda;
        this.action = action;
        this.owner = owner;
        due = agenda.later(delayNanos, this, owner);
    }

    @Override
    public void run() {
        // Its time may have come, and other steps run, before it was cancelled.
        if (!cancelled && (owner == null || owner.isOpen())) {
            action.run();
        }
    }

    @Override
    public void cancel() {
        cancelled = true;
        agenda.drop(due);
    }
}
