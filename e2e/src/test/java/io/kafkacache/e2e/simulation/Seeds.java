package io.kafkacache.e2e.simulation;

import io.kafkacache.e2e.simulation.validators.Violation;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Plays many seeds, spread over the cores, until one fails. */
final class Seeds {
    private static final Duration SHRINKING = Duration.ofSeconds(30);

    private final AtomicLong next;
    private final long end;
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    private Seeds(long first, long count) {
        next = new AtomicLong(first);
        end = first + count;
    }

    /** What is to be told of the first failure found; null where there is none. */
    static @Nullable String firstFailure(long first, long count) {
        Seeds seeds = new Seeds(first, count);
        int cores = (int) Math.min(count, Runtime.getRuntime().availableProcessors());
        List<Thread> threads = IntStream.range(0, cores)
                .mapToObj(core -> new Thread(seeds::playAll, "simulation-" + core))
                .toList();
        threads.forEach(Thread::start);
        threads.forEach(Seeds::join);
        return seeds.failure.get();
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while simulations run", e);
        }
    }

    private void playAll() {
        try {
            for (long seed = next.getAndIncrement();
                    seed < end && failure.get() == null;
                    seed = next.getAndIncrement()) {
                Script script = Generator.script(seed);
                List<Violation> violations = Simulation.play(script);
                if (!violations.isEmpty()) {
                    failure.compareAndSet(null, describe(script, violations));
                }
            }
        } catch (Throwable t) {
            failure.compareAndSet(null, "the simulation itself broke: " + t);
            throw t;
        }
    }

    /** The seed, what it violates, and the shortest script that still does. */
    static String describe(Script script, List<Violation> violations) {
        String validator = violations.get(0).validator();
        Script shortest = Shrinker.shrink(script, validator, SHRINKING);
        List<Violation> ofShortest = Simulation.play(shortest);
        return "-Dsimulation.seed=" + script.seed() + " violates " + violations + "\n\nshrunk from "
                + script.operations().size() + " operations: " + shortest + "\n\nwhich violates " + ofShortest;
    }
}
