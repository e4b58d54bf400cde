package io.kafkacache.embedded;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import kafka.server.BrokerServer;
import kafka.server.ControllerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.Server;
import kafka.server.SharedServer;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.bootstrap.BootstrapMetadata;
import org.apache.kafka.metadata.properties.MetaPropertiesEnsemble;
import org.apache.kafka.raft.QuorumConfig;
import org.apache.kafka.server.ServerSocketFactory;
import org.apache.kafka.server.fault.FaultHandler;
import org.apache.kafka.server.fault.LoggingFaultHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.Tuple2;

/**
 * One run of a broker and its controller in this JVM, from start to stop. Put together as {@link KafkaRaftServer} does it, but
 * with sockets that are bound already and with faults that are told instead of ending the JVM; that class takes neither.
 * Started and stopped by one thread at a time.
 */
final class InProcessBroker {
    private static final Logger LOG = LoggerFactory.getLogger(InProcessBroker.class);
    private static final Duration CONTROLLED_SHUTDOWN = Duration.ofSeconds(10);
    private static final Duration STOP = Duration.ofMinutes(1);

    private final AtomicReference<@Nullable RuntimeException> fatalFault = new AtomicReference<>();
    private final Metrics metrics;
    private final ControllerServer controller;
    private final BrokerServer broker;

    InProcessBroker(Map<String, String> settings, ServerSocketFactory sockets) {
        KafkaConfig config = KafkaConfig.apply(settings, true);
        Tuple2<MetaPropertiesEnsemble, BootstrapMetadata> folder = KafkaRaftServer.initializeLogDirs(config, LOG, "");
        metrics = Server.initializeMetrics(
                config, Time.SYSTEM, folder._1().clusterId().orElseThrow());
        SharedServer shared = new SharedServer(
                config,
                folder._1(),
                Time.SYSTEM,
                metrics,
                CompletableFuture.completedFuture(
                        QuorumConfig.parseVoterConnections(config.quorumConfig().voters())),
                QuorumConfig.parseBootstrapServers(config.quorumConfig().bootstrapServers()),
                this::faultHandler,
                sockets);
        this.controller = new ControllerServer(shared, KafkaRaftServer.configSchema(), folder._2());
        this.broker = new BrokerServer(shared);
    }

    private FaultHandler faultHandler(String name, boolean fatal, Runnable action) {
        LoggingFaultHandler logging = new LoggingFaultHandler(name, action);
        if (!fatal) {
            return logging;
        }
        return (message, cause) -> {
            RuntimeException fault = logging.handleFault(message, cause);
            fatalFault.compareAndSet(null, fault);
            return fault;
        };
    }

    /** Returns once the controller lets clients in; the broker's {@code server.max.startup.time.ms} bounds it. */
    void start() {
        controller.startup();
        broker.startup();
    }

    /** What ended the broker or its controller from within, or null. */
    @Nullable
    RuntimeException fatalFault() {
        return fatalFault.get();
    }

    /** The credential clients can log in with right now, or null. */
    @Nullable
    ScramCredential credential(String mechanism, String user) {
        return broker.credentialProvider()
                .credentialCache
                .cache(mechanism, ScramCredential.class)
                .get(user);
    }

    /**
     * Ends every thread of the broker, also after a start that failed. An interrupt does not cut it short.
     *
     * @throws IllegalStateException if it does not end in time; its threads go on then
     */
    void stop() {
        CompletableFuture<Void> ended = new CompletableFuture<>();
        Thread stopper = new Thread(() -> shutDown(ended), "embedded-kafka-stop");
        stopper.setDaemon(true);
        stopper.start();
        boolean interrupted = false;
        long endNanos = System.nanoTime() + STOP.toNanos();
        try {
            while (stopper.isAlive() && System.nanoTime() < endNanos) {
                try {
                    stopper.join(Math.max(
                            1, Duration.ofNanos(endNanos - System.nanoTime()).toMillis()));
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (!ended.isDone()) {
            throw new IllegalStateException("the embedded broker did not stop within " + STOP);
        }
        ended.join();
    }

    private void shutDown(CompletableFuture<Void> ended) {
        try {
            try {
                broker.shutdown(CONTROLLED_SHUTDOWN);
            } finally {
                controller.shutdown();
                // Done by the controller too, unless it never started.
                metrics.close();
            }
            ended.complete(null);
        } catch (Throwable e) { // Scala throws checked exceptions it does not declare
            ended.completeExceptionally(e);
        }
    }
}
