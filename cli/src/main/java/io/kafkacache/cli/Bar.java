package io.kafkacache.cli;

import java.util.Locale;

/** Shows numbers to people. */
final class Bar {
    private static final int WIDTH = 24;

    private Bar() {}

    /** A bar with its percentage, of the same width for every fraction. */
    static String of(double fraction) {
        int full = (int) Math.round(Math.max(0, Math.min(1, fraction)) * WIDTH);
        return "[" + "#".repeat(full) + ".".repeat(WIDTH - full) + "] " + "%4s".formatted(percent(fraction));
    }

    static String percent(double fraction) {
        return (int) Math.floor(Math.max(0, Math.min(1, fraction)) * 100) + "%";
    }

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
