package io.kafkacache.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a command has of the world: three streams, the environment, and whether somebody watches. Safe for several threads. */
final class Console {
    private final InputStream in;
    private final DataOutput out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final boolean errIsTerminal;
    private final boolean outIsTerminal;
    private final Deque<Runnable> atStop = new ArrayDeque<>(); // guarded by itself, as is the next
    private boolean stopped;
    private volatile boolean drawing;
    private volatile boolean serving;

    /** Streams that no terminal stands behind. */
    Console(InputStream in, OutputStream out, PrintStream err, Map<String, String> environment) {
        this(in, out, err, environment, false, false);
    }

    Console(
            InputStream in,
            OutputStream out,
            PrintStream err,
            Map<String, String> environment,
            boolean outIsTerminal,
            boolean errIsTerminal) {
        this.in = in;
        this.out = new DataOutput(out);
        this.err = err;
        this.environment = environment;
        this.outIsTerminal = outIsTerminal;
        this.errIsTerminal = errIsTerminal;
    }

    InputStream in() {
        return in;
    }

    DataOutput out() {
        return out;
    }

    boolean errIsTerminal() {
        return errIsTerminal;
    }

    /** Whether data may be coloured: on a terminal, unless {@code NO_COLOR} is set. */
    boolean outHasColour() {
        return outIsTerminal && variable("NO_COLOR") == null;
    }

    @Nullable
    String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    /** Tells the user something that is not data. Silent once stopped: what fails because we end is nobody's business. */
    void say(String line) {
        endDrawing();
        write(line + System.lineSeparator());
    }

    /** Draws over the current line of the terminal; nothing elsewhere. */
    void draw(String text) {
        if (errIsTerminal) {
            drawing = true;
            write("\r" + text + "\u001b[K");
        }
    }

    /** Wipes out what was drawn. */
    void endDrawing() {
        if (drawing) {
            drawing = false;
            write("\r\u001b[K");
        }
    }

    private void write(String text) {
        synchronized (atStop) {
            if (!stopped) {
                err.print(text);
                err.flush();
            }
        }
    }

    /** Has something ended when the process is told to end before the command is done; close the result once that is no longer needed. */
    Stoppable atStop(Runnable action) {
        synchronized (atStop) {
            atStop.push(action);
        }
        return () -> {
            synchronized (atStop) {
                atStop.remove(action);
            }
        };
    }

    /** Says that being told to end is now the ordinary end of this command. */
    void serveUntilStopped() {
        serving = true;
    }

    /**
     * Ends what runs, the newest first, and says nothing more. Called by the shutdown hook.
     *
     * @return whether that was the ordinary end of the command
     */
    boolean stop() {
        Deque<Runnable> actions;
        synchronized (atStop) {
            stopped = true;
            actions = new ArrayDeque<>(atStop);
        }
        actions.forEach(Runnable::run);
        return serving && !actions.isEmpty();
    }

    /** What {@link #atStop} gives. */
    @FunctionalInterface
    interface Stoppable extends AutoCloseable {
        @Override
        void close();
    }
}
