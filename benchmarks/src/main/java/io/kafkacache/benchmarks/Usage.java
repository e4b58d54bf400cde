package io.kafkacache.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What this JVM has used since it was started.
 *
 * @param nanos the time of a monotonic clock
 * @param cpuSeconds of the whole process
 * @param gcSeconds CPU of the collector's threads; where the system does not tell (no /proc), the pauses
 * @param jitSeconds CPU of the compiler's threads; 0 where the system does not tell
 */
record Usage(long nanos, double cpuSeconds, double gcSeconds, double jitSeconds) {
    private static final double TICKS_A_SECOND = 100; // USER_HZ, fixed on Linux

    static Usage now() {
        long nanos = System.nanoTime();
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        double gc = threads("GC Thread", "G1 ");
        return new Usage(
                nanos, system.getProcessCpuTime() / 1e9, gc > 0 ? gc : pauses(), threads("C1 Compiler", "C2 Compiler"));
    }

    Usage since(Usage before) {
        return new Usage(
                nanos - before.nanos,
                cpuSeconds - before.cpuSeconds,
                gcSeconds - before.gcSeconds,
                jitSeconds - before.jitSeconds);
    }

    double seconds() {
        return nanos / 1e9;
    }

    /** What the heap holds once everything unreachable has left. */
    static long liveHeapBytes() {
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private static double pauses() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                        .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                        .sum()
                / 1e3;
    }

    private static double threads(String... names) {
        double ticks = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
            for (Path thread : threads) {
                ticks += ticks(thread, names);
            }
        } catch (IOException e) {
            return 0;
        }
        return ticks / TICKS_A_SECOND;
    }

    private static long ticks(Path thread, String... names) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            String name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
            for (String wanted : names) {
                if (name.startsWith(wanted)) {
                    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
                    return Long.parseLong(fields[11]) + Long.parseLong(fields[12]);
                }
            }
        } catch (IOException e) {
            return 0; // the thread has ended
        }
        return 0;
    }
}
