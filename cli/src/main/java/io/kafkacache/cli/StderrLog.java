package io.kafkacache.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.helpers.NOPMDCAdapter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/**
 * What the library and the clients log, for somebody at a terminal: the library's warnings as one line each, without stack traces; the words of
 * Kafka's clients, which repeat themselves many times a second while a broker is away, only with {@code --verbose}. Found by SLF4J.
 */
public final class StderrLog implements SLF4JServiceProvider {
    private static final List<String> HELD = new ArrayList<>(); // guarded by itself
    private static volatile @Nullable Console console;
    private static volatile boolean verbose;
    private static volatile boolean holding;

    private final IMarkerFactory markers = new BasicMarkerFactory();
    private final MDCAdapter contexts = new NOPMDCAdapter();

    /** For {@link java.util.ServiceLoader}. */
    public StderrLog() {}

    static void open(Console to, boolean everything) {
        console = to;
        verbose = everything;
        holding = false;
        synchronized (HELD) {
            HELD.clear();
        }
    }

    static boolean isVerbose() {
        return verbose;
    }

    /** Keeps warnings back until {@link #release}, for ever where the command fails: it says itself, better, what they say. */
    static void hold() {
        holding = !verbose;
    }

    /** Tells what was kept back, after all. */
    static void release() {
        holding = false;
        synchronized (HELD) {
            HELD.forEach(StderrLog::say);
            HELD.clear();
        }
    }

    private static void sayOrHold(String line) {
        if (!holding) {
            say(line);
            return;
        }
        synchronized (HELD) {
            HELD.add(line);
        }
    }

    private static void say(String line) {
        Console to = console;
        if (to != null) {
            to.say(line);
        }
    }

    @Override
    public ILoggerFactory getLoggerFactory() {
        return Line::new;
    }

    @Override
    public IMarkerFactory getMarkerFactory() {
        return markers;
    }

    @Override
    public MDCAdapter getMDCAdapter() {
        return contexts;
    }

    @Override
    public String getRequestedApiVersion() {
        return "2.0.99";
    }

    @Override
    public void initialize() {
        // nothing to prepare
    }

    /** One logger. */
    private static final class Line extends LegacyAbstractLogger implements Logger {
        private static final long serialVersionUID = 1L;

        private final boolean ours;

        Line(String name) {
            this.name = name;
            this.ours = name.equals("io.kafkacache") || name.startsWith("io.kafkacache.");
        }

        private boolean enabled(Level level) {
            return verbose ? level.toInt() >= Level.INFO.toInt() : ours && level.toInt() >= Level.WARN.toInt();
        }

        @Override
        public boolean isTraceEnabled() {
            return false;
        }

        @Override
        public boolean isDebugEnabled() {
            return false;
        }

        @Override
        public boolean isInfoEnabled() {
            return enabled(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return enabled(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return enabled(Level.ERROR);
        }

        @Override
        protected @Nullable String getFullyQualifiedCallerName() {
            return null;
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                @Nullable Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            String text = MessageFormatter.basicArrayFormat(message, arguments);
            if (!verbose) {
                sayOrHold((level == Level.ERROR ? "error: " : "warning: ") + text);
                return;
            }
            StringWriter trace = new StringWriter();
            if (thrown != null) {
                trace.append(System.lineSeparator());
                thrown.printStackTrace(new PrintWriter(trace));
            }
            say(level + " " + name + ": " + text + trace.toString().stripTrailing());
        }
    }
}
