package io.kafkacache.embedded;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker inside this JVM, for tests and demos: one node that is broker and controller (KRaft), on loopback.
 *
 * <pre>{@code
 * try (EmbeddedKafka kafka = EmbeddedKafka.builder().start()) {
 *     kafka.createTopic("users", 3, Map.of("cleanup.policy", "compact"));
 *     connectTo(kafka.bootstrapServers());
 * }
 * }</pre>
 *
 * <p>The broker never ends this JVM and adds no shutdown hook; whoever starts it closes it. {@link #stop} and {@link #start}
 * restart it on the same port with the same data. Of its threads one pair outlives it: the daemons
 * {@code metrics-meter-tick-thread-1} and {@code -2} of Kafka's metrics library, once per JVM.
 *
 * <p>Callable from any thread; starts and stops wait for each other.
 */
public final class EmbeddedKafka implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedKafka.class);

    private final BrokerLayout layout;
    private final Map<String, String> users;
    private final boolean temporary;

    private volatile @Nullable BrokerRun run;
    private boolean usersCreated;
    private boolean closed;

    private EmbeddedKafka(Builder builder) {
        this.users = Map.copyOf(builder.users);
        this.temporary = builder.folder == null;
        ReservedPort clients = ReservedPort.reserve(builder.host, builder.port);
        this.layout = new BrokerLayout(
                builder.host,
                clients,
                users.isEmpty() ? null : ReservedPort.reserve(builder.host, 0),
                builder.folder == null ? BrokerFolder.temporary() : builder.folder.toAbsolutePath(),
                Map.copyOf(builder.config));
    }

    /**
     * Begins a broker on a free port of 127.0.0.1, with a temporary folder and without security.
     *
     * @return a new builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Starts the broker and returns when it has answered a client. A first start takes about three seconds, later ones in the
     * same JVM less than one. After {@link #stop} the port and the data are the same as before; clients that kept trying come
     * back by themselves.
     *
     * @return this
     * @throws IllegalStateException if it runs already or was closed, if the port is taken, if Kafka refuses the configuration
     *     or the folder, or if it does not answer in time; nothing runs then, and another try may help where the cause has gone
     */
    public synchronized EmbeddedKafka start() {
        if (closed || run != null) {
            throw new IllegalStateException(this + (closed ? " was closed" : " runs already"));
        }
        BrokerRun starting = null;
        try {
            starting = new BrokerRun(layout);
            if (!usersCreated) {
                starting.createUsers(users);
                usersCreated = true;
            }
        } catch (Exception | LinkageError e) {
            IllegalStateException failure = new IllegalStateException(this + " did not start: " + e.getMessage(), e);
            if (starting != null) {
                Utils.closeQuietly(starting, "embedded broker");
            }
            throw failure;
        }
        run = starting;
        LOG.info("{} started", this);
        return this;
    }

    /**
     * Stops the broker cleanly and keeps its port and its data for the next {@link #start}. Connections to it are refused
     * meanwhile. Does nothing if it does not run. The {@link #admin} of this run is closed too.
     *
     * @throws IllegalStateException if it does not end within a minute; trying again will not help
     */
    public synchronized void stop() {
        BrokerRun ending = run;
        if (ending == null) {
            return;
        }
        run = null;
        ending.close();
        LOG.info("{} stopped", this);
    }

    /**
     * Stops the broker for good, lets its ports go and deletes its folder if it was a temporary one. Closing again does nothing.
     *
     * @throws IllegalStateException if it does not end within a minute; trying again will not help
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            stop();
        } finally {
            layout.clients().close();
            Utils.closeQuietly(layout.administrator(), "administrator's port");
            if (temporary) {
                BrokerFolder.delete(layout.folder());
            }
        }
    }

    /**
     * Where clients find the broker; with users they must log in there. Known before the first start and the same after every
     * one.
     *
     * @return {@code host:port}
     */
    public String bootstrapServers() {
        return layout.bootstrapServers();
    }

    /**
     * Where the administrator finds the broker: with users, a listener that asks for no login and where everything is allowed;
     * without, the same as {@link #bootstrapServers}.
     *
     * @return {@code host:port}
     */
    public String adminBootstrapServers() {
        return layout.adminBootstrapServers();
    }

    /**
     * An administrator's client, shared by all callers; do not close it. {@link #stop} closes it, and the next start has
     * another.
     *
     * @return the client of the current run
     * @throws IllegalStateException if the broker does not run
     */
    public Admin admin() {
        return running().admin().admin();
    }

    /**
     * Creates a topic and returns when its partitions can be written to.
     *
     * @param name the topic, which must not exist
     * @param partitions their number
     * @param configs the settings that differ from the broker's, such as {@code cleanup.policy}
     * @throws IllegalStateException if the broker does not run or refuses the topic
     */
    public void createTopic(String name, int partitions, Map<String, String> configs) {
        running().admin().createTopic(name, partitions, configs);
    }

    private BrokerRun running() {
        BrokerRun current = run;
        if (current == null) {
            throw new IllegalStateException(this + " does not run");
        }
        return current;
    }

    /** Names the address and the folder. */
    @Override
    public String toString() {
        return "embedded Kafka at " + bootstrapServers() + " with its data in " + layout.folder();
    }

    /** The options of an {@link EmbeddedKafka}. Not for several threads. */
    public static final class Builder {
        private final Map<String, String> config = new LinkedHashMap<>();
        private final Map<String, String> users = new LinkedHashMap<>();
        private String host = "127.0.0.1";
        private int port;
        private @Nullable Path folder;

        private Builder() {}

        /**
         * The port clients connect to. Default 0: any free one, which then stays the same for the life of the object.
         *
         * @param port 0 to 65535
         * @return this
         * @throws IllegalArgumentException if it is not a port
         */
        public Builder port(int port) {
            if (port < 0 || port > 65535) {
                throw new IllegalArgumentException("port=" + port + " must be from 0 to 65535");
            }
            this.port = port;
            return this;
        }

        /**
         * The address to listen on, which is also told to clients. Default 127.0.0.1, which other machines cannot reach.
         *
         * @param host a name or address of this machine, not a wildcard such as 0.0.0.0
         * @return this
         * @throws IllegalArgumentException if it is unknown or a wildcard
         */
        public Builder listenerHost(String host) {
            try {
                if (InetAddress.getByName(host).isAnyLocalAddress()) {
                    throw new IllegalArgumentException("listenerHost=" + host
                            + " is told to clients and must be an address they can connect to, not a wildcard");
                }
            } catch (UnknownHostException e) {
                throw new IllegalArgumentException("listenerHost=" + host + " is not known on this machine", e);
            }
            this.host = host;
            return this;
        }

        /**
         * The folder the data stays in across runs, made if it is missing. One that a broker of this kind used before goes on
         * with its topics and its cluster id. Default: a temporary folder that {@link EmbeddedKafka#close} deletes.
         *
         * @param folder an empty folder or one used before; only one broker may use it at a time
         * @return this
         */
        public Builder dataDirectory(Path folder) {
            this.folder = folder;
            return this;
        }

        /**
         * Any broker setting, over the defaults that make tests fast: one copy of everything, no topics made by accident, a log
         * cleaner that starts at once, no delay before a group's first rebalance.
         *
         * @param key a key of Kafka's broker configuration, such as {@code log.segment.bytes}
         * @param value its value
         * @return this
         * @throws IllegalArgumentException if the other options decide that setting, such as {@code listeners}
         */
        public Builder config(String key, String value) {
            BrokerSettings.check(key);
            config.put(key, value);
            return this;
        }

        /**
         * Adds a user and thereby security: clients log in by SASL_PLAINTEXT with SCRAM-SHA-256, ACLs bind them, and a user may
         * do nothing until {@link EmbeddedKafka#admin} allows it. The users are created, or their passwords set anew, at the
         * first start.
         *
         * @param name the user's name
         * @param password the password
         * @return this
         */
        public Builder user(String name, String password) {
            users.put(name, password);
            return this;
        }

        /**
         * Reserves the port and the folder and starts nothing yet; connections are refused until {@link EmbeddedKafka#start}.
         *
         * @return a broker to close, also if it is never started
         * @throws IllegalStateException if somebody else listens on the port
         */
        public EmbeddedKafka build() {
            return new EmbeddedKafka(this);
        }

        /**
         * Builds the broker and starts it.
         *
         * @return a broker that answers
         * @throws IllegalStateException if it does not start, for the reasons of {@link EmbeddedKafka#start}
         */
        public EmbeddedKafka start() {
            EmbeddedKafka kafka = build();
            try {
                return kafka.start();
            } catch (RuntimeException e) {
                kafka.close();
                throw e;
            }
        }
    }
}
