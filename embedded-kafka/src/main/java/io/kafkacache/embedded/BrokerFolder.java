package io.kafkacache.embedded;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.metadata.storage.Formatter;
import org.jspecify.annotations.Nullable;

/** The folder a broker keeps its data in. */
final class BrokerFolder {
    static final String TEMPORARY =
            "kafka-cache-broker-" + ProcessHandle.current().pid() + "-";

    private static final String LOCK = ".embedded-lock";
    private static final String FORMATTED = "meta.properties";

    private BrokerFolder() {}

    /** A new folder, named after this process so that what one left behind can be told from what others use. */
    static Path temporary() {
        try {
            return Files.createTempDirectory(TEMPORARY);
        } catch (IOException e) {
            throw new UncheckedIOException("no temporary folder for a broker could be made", e);
        }
    }

    /**
     * Makes a folder a broker can start with; one that was formatted before keeps its data and its cluster id.
     *
     * @throws Exception whatever the formatter throws
     */
    static void format(Path folder, int nodeId, String clusterId) throws Exception {
        Files.createDirectories(folder);
        if (Files.exists(folder.resolve(FORMATTED))) {
            return;
        }
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setNodeId(nodeId)
                .setClusterId(clusterId)
                .setControllerListenerName(Listener.CONTROLLER)
                .setDirectories(List.of(folder.toString()))
                .run();
    }

    /**
     * Keeps other embedded brokers, of this process or another, out of a folder until it is closed.
     *
     * @throws IllegalStateException if one uses it already
     */
    static Closeable lock(Path folder) throws IOException {
        Files.createDirectories(folder);
        FileChannel channel =
                FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            channel.close();
            throw inUse(folder, e);
        }
        channel.close();
        throw inUse(folder, null);
    }

    private static IllegalStateException inUse(Path folder, @Nullable Exception cause) {
        return new IllegalStateException("another broker uses the folder " + folder + " already", cause);
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the temporary folder " + folder + " could not be deleted", e);
        }
    }
}
