package io.kafkacache.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/**
 * Several real brokers, each in a JVM of its own on loopback, for tests of failures: any one may be killed or paused and started
 * again. Every broker is a controller too, so three of them stand the loss of one. Topics have three replicas, two of which must
 * be in sync. A broker takes about 250 MB; three are up after about fifteen seconds.
 *
 * <p>The processes end with {@link #close} and when this JVM dies, however it dies. Signals need a POSIX system.
 *
 * <p>Callable from any thread.
 */
public final class KafkaCluster implements AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration READY = Duration.ofMinutes(4);
    private static final Duration LEADER = Duration.ofSeconds(30);

    private final Path folder = BrokerFolder.temporary();
    private final List<ReservedPort> ports = new ArrayList<>();
    private final List<ClusterBroker> brokers = new ArrayList<>();
    private final ClusterAdmin admin;

    private KafkaCluster(Builder builder) {
        String clusterId = Uuid.randomUuid().toString();
        List<ReservedPort> clients = reserve(builder.brokers);
        List<ReservedPort> controllers = reserve(builder.brokers);
        String voters = IntStream.range(0, builder.brokers)
                .mapToObj(id -> id + "@" + HOST + ":" + controllers.get(id).port())
                .collect(Collectors.joining(","));
        for (int id = 0; id < builder.brokers; id++) {
            int port = clients.get(id).port();
            Path home = folder.resolve("broker-" + id);
            ClusterBroker broker = new ClusterBroker(id, HOST + ":" + port, clusterId, home);
            Map<String, String> settings = BrokerSettings.clustered(builder.brokers);
            settings.putAll(builder.config);
            Listener.open(settings, id);
            settings.put(
                    "listeners",
                    Listener.url(Listener.CLIENTS, HOST, port) + ","
                            + Listener.url(
                                    Listener.CONTROLLER,
                                    HOST,
                                    controllers.get(id).port()));
            settings.put("controller.quorum.voters", voters);
            settings.put("log.dirs", home.resolve("data").toString());
            write(settings, broker.settings());
            brokers.add(broker);
        }
        admin = new ClusterAdmin(bootstrapServers());
    }

    private List<ReservedPort> reserve(int count) {
        List<ReservedPort> reserved = IntStream.range(0, count)
                .mapToObj(ignored -> ReservedPort.reserve(HOST, 0))
                .toList();
        ports.addAll(reserved);
        return reserved;
    }

    private static void write(Map<String, String> settings, Path file) {
        Properties properties = new Properties();
        properties.putAll(settings);
        try {
            Files.createDirectories(file.getParent());
            try (OutputStream out = Files.newOutputStream(file)) {
                properties.store(out, null);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the settings of a broker could not be written to " + file, e);
        }
    }

    /**
     * Begins a cluster of three brokers.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * One broker.
     *
     * @param id 0 for the first
     * @return the broker, alive or not
     * @throws IndexOutOfBoundsException if there is none of that number
     */
    public ClusterBroker broker(int id) {
        return brokers.get(id);
    }

    /**
     * All brokers.
     *
     * @return an unmodifiable list in the order of their numbers
     */
    public List<ClusterBroker> brokers() {
        return List.copyOf(brokers);
    }

    /**
     * Where clients find the cluster.
     *
     * @return the addresses of all brokers, alive or not, parted by commas
     */
    public String bootstrapServers() {
        return brokers.stream().map(ClusterBroker::bootstrapServer).collect(Collectors.joining(","));
    }

    /**
     * The broker that leads a partition now, as the cluster tells it; waits for one up to 30 seconds. A leader that was killed or
     * paused is told for another three seconds, until its session has run out.
     *
     * @param topic the topic
     * @param partition the partition
     * @return the leader
     * @throws IllegalStateException if the partition has no leader in time, or does not exist
     */
    public ClusterBroker leaderOf(String topic, int partition) {
        int id = Deadline.in(LEADER)
                .<Integer>await(
                        () -> admin.leader(topic, partition),
                        () -> "partition " + topic + "-" + partition + " had no leader");
        return broker(id);
    }

    /**
     * Returns when every broker that is alive and not paused serves clients, and the cluster tells clients of exactly these.
     *
     * @throws IllegalStateException if that is not so within four minutes
     */
    public void awaitReady() {
        Deadline deadline = Deadline.in(READY);
        for (ClusterBroker broker : running()) {
            broker.awaitStarted(deadline);
        }
        deadline.awaitTrue(
                () -> admin.brokers()
                        .equals(running().stream().map(ClusterBroker::id).collect(Collectors.toSet())),
                () -> "the cluster did not tell of the brokers " + running());
    }

    private Set<ClusterBroker> running() {
        return brokers.stream().filter(ClusterBroker::isRunning).collect(Collectors.toSet());
    }

    /**
     * An administrator's client, shared by all callers; do not close it, {@link #close} does.
     *
     * @return the client
     */
    public Admin admin() {
        return admin.admin();
    }

    /**
     * Creates a topic with the brokers' default of replicas and returns when all of them are in sync.
     *
     * @param name the topic, which must not exist
     * @param partitions their number
     * @param configs the settings that differ from the brokers', such as {@code cleanup.policy}
     * @throws IllegalStateException if the cluster refuses the topic
     */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        admin.createTopic(name, partitions, configs);
    }

    /** Kills every broker, lets the ports go and deletes the data. Closing again does nothing. */
    @Override
    public void close() {
        admin.close();
        brokers.forEach(ClusterBroker::close);
        ports.forEach(ReservedPort::close);
        BrokerFolder.delete(folder);
    }

    /** The options of a {@link KafkaCluster}. Not for several threads. */
    public static final class Builder {
        private final Map<String, String> config = new LinkedHashMap<>();
        private int brokers = 3;

        private Builder() {}

        /**
         * The number of brokers. Default 3, the least that stands the loss of one.
         *
         * @param count at least 1
         * @return this
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder brokers(int count) {
            if (count < 1) {
                throw new IllegalArgumentException("brokers=" + count + " must be at least 1");
            }
            this.brokers = count;
            return this;
        }

        /**
         * Any setting of all brokers, over the defaults.
         *
         * @param key a key of Kafka's broker configuration, such as {@code log.segment.bytes}
         * @param value its value
         * @return this
         * @throws IllegalArgumentException if the layout of the cluster decides that setting, such as {@code listeners}
         */
        public Builder config(String key, String value) {
            BrokerSettings.check(key);
            config.put(key, value);
            return this;
        }

        /**
         * Starts all brokers at once.
         *
         * @return a cluster that is ready
         * @throws IllegalStateException if it does not get ready; the message ends with what a broker logged last
         */
        public KafkaCluster start() {
            KafkaCluster cluster = new KafkaCluster(this);
            try {
                cluster.brokers.forEach(ClusterBroker::launch);
                cluster.awaitReady();
                return cluster;
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        }
    }
}
