package io.kafkacache.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One broker of a {@link KafkaCluster}: a process that can be stopped, killed, paused and started again, with the same port and
 * the same data. Callable from any thread; its methods wait for each other.
 */
public final class ClusterBroker {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterBroker.class);
    private static final Duration START = Duration.ofMinutes(3);
    private static final Duration STOP = Duration.ofSeconds(20);
    private static final int LOG_LINES_SHOWN = 30;

    private final int id;
    private final String bootstrapServer;
    private final String clusterId;
    private final Path folder;

    private @Nullable Process process;
    private @Nullable Process waker;
    private boolean closed;

    ClusterBroker(int id, String bootstrapServer, String clusterId, Path folder) {
        this.id = id;
        this.bootstrapServer = bootstrapServer;
        this.clusterId = clusterId;
        this.folder = folder;
    }

    /**
     * The broker's number.
     *
     * @return 0 for the first
     */
    public int id() {
        return id;
    }

    /**
     * The address of this broker alone.
     *
     * @return {@code host:port}, the same for the life of the cluster
     */
    public String bootstrapServer() {
        return bootstrapServer;
    }

    /**
     * Whether the process exists; a paused one does.
     *
     * @return false after {@link #stop} and {@link #kill}, and when it ended by itself
     */
    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /**
     * Whether the broker can answer.
     *
     * @return true if it is alive and not paused
     */
    synchronized boolean isRunning() {
        return isAlive() && waker == null;
    }

    /**
     * The number of the process.
     *
     * @return the process id
     * @throws IllegalStateException if it is not alive
     */
    public synchronized long pid() {
        return alive().pid();
    }

    /**
     * Starts the broker after {@link #stop} or {@link #kill} and returns when it serves clients again. After a kill that waits
     * until its former session has run out, about three seconds.
     *
     * @throws IllegalStateException if it is alive already, or does not start in time, which it cannot without the controllers'
     *     majority; the message ends with what it logged last
     */
    public synchronized void start() {
        launch();
        awaitStarted(Deadline.in(START));
    }

    /** Starts the process and does not wait for it. */
    synchronized void launch() {
        if (closed || isAlive()) {
            throw new IllegalStateException(this + (closed ? " was closed" : " is alive already"));
        }
        try {
            Files.deleteIfExists(ready());
            process = new ProcessBuilder(command())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(this + " could not be started", e);
        }
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerProcess.class.getName(),
                settings().toString(),
                clusterId,
                ready().toString());
    }

    /** Returns when the broker of the last {@link #launch} serves clients. */
    void awaitStarted(Deadline deadline) {
        deadline.awaitTrue(
                () -> Files.exists(ready()) || !isAlive(),
                () -> this + " did not start; it logged last:" + lastLogged() + "\nand was not ready");
        if (!Files.exists(ready())) {
            throw new IllegalStateException(this + " ended while it started; it logged last:" + lastLogged());
        }
    }

    /**
     * Stops the broker cleanly (SIGTERM): it hands its leaderships over, then ends. Does nothing if it is not alive. If it has not
     * ended after 20 seconds, as the last broker of a cluster cannot, it is killed.
     */
    public synchronized void stop() {
        if (!isAlive()) {
            return;
        }
        resume();
        Process stopping = alive();
        stopping.destroy();
        if (!ended(stopping, STOP)) {
            LOG.warn("{} did not stop within {} and is killed", this, STOP);
            kill();
        }
    }

    /** Kills the broker (SIGKILL) and returns when it is gone. Does nothing if it is not alive. */
    public synchronized void kill() {
        if (process == null) {
            return;
        }
        process.destroyForcibly();
        if (!ended(process, STOP)) {
            throw new IllegalStateException(this + " could not be killed");
        }
        wake();
    }

    /**
     * Freezes the broker (SIGSTOP): its connections stay open and nothing answers, until {@link #resume}. Does nothing if it is
     * paused already.
     *
     * @throws IllegalStateException if it is not alive
     */
    public synchronized void pause() {
        String pid = Long.toString(alive().pid());
        if (waker != null) {
            return;
        }
        // A frozen process cannot see that its parent died. This shell does, and wakes it, so that it can end: also
        // where Ctrl-C is for all of them.
        waker = launchShell("trap '' INT HUP TERM; read ignored; kill -CONT " + pid);
        finish(launchShell("kill -STOP " + pid), "paused");
    }

    /**
     * Lets a paused broker go on (SIGCONT). Does nothing if it is not paused.
     *
     * @throws IllegalStateException if it is not alive
     */
    public synchronized void resume() {
        alive();
        wake();
    }

    private void wake() {
        if (waker != null) {
            try {
                waker.getOutputStream().close();
            } catch (IOException e) {
                throw new UncheckedIOException(this + " could not be resumed", e);
            }
            ended(waker, STOP);
            waker = null;
        }
    }

    /** Stops the broker cleanly and starts it again; returns when it serves clients. */
    public synchronized void restart() {
        stop();
        start();
    }

    /** Kills the broker for good. */
    synchronized void close() {
        closed = true;
        kill();
    }

    private Process launchShell(String script) {
        try {
            return new ProcessBuilder("sh", "-c", script)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException("a signal could not be sent to " + this, e);
        }
    }

    private void finish(Process shell, String effect) {
        if (!ended(shell, STOP) || shell.exitValue() != 0) {
            throw new IllegalStateException(this + " could not be " + effect);
        }
    }

    private Process alive() {
        if (process == null || !process.isAlive()) {
            throw new IllegalStateException(this + " is not alive");
        }
        return process;
    }

    private static boolean ended(Process process, Duration patience) {
        boolean interrupted = false;
        long endNanos = System.nanoTime() + patience.toNanos();
        try {
            while (true) {
                try {
                    return process.waitFor(endNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private String lastLogged() {
        try {
            List<String> lines = Files.readAllLines(log());
            List<String> last = lines.subList(Math.max(0, lines.size() - LOG_LINES_SHOWN), lines.size());
            return "\n" + String.join("\n", last);
        } catch (IOException e) {
            return " (its log cannot be read: " + e.getMessage() + ")";
        }
    }

    Path settings() {
        return folder.resolve("server.properties");
    }

    private Path ready() {
        return folder.resolve("ready");
    }

    /**
     * What the broker printed and logged, over all its starts; deleted when the cluster is closed.
     *
     * @return the file, which is not there before the first start
     */
    public Path log() {
        return folder.resolve("log.txt");
    }

    /** Names the number and the address. */
    @Override
    public String toString() {
        return "broker " + id + " at " + bootstrapServer;
    }
}
