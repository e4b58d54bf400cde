package io.kafkacache.e2e.simulation;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;

/** Keeps what caches log away: in a hundred thousand runs nearly everything goes wrong that can. Takes the process's error stream. */
final class Silence {
    private Silence() {}

    static <T> T during(Supplier<T> noisy) {
        PrintStream before = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
        try {
            return noisy.get();
        } finally {
            System.setErr(before);
        }
    }
}
