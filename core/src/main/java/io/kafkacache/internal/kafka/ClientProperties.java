package io.kafkacache.internal.kafka;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;

/**
 * The properties of each Kafka client: ours, under what the user set, under what must not be changed. A property without prefix goes to
 * every client that knows it, or to all where none does (a security plugin's own). Everything is checked when made, without I/O and without
 * a log line, so that a mistake fails {@code open()} and not a thread behind it. Never prints a value that Kafka treats as secret.
 * Immutable.
 */
final class ClientProperties {
    private static final ConfigDef CONSUMER = ConsumerConfig.configDef();
    private static final ConfigDef PRODUCER = ProducerConfig.configDef();
    private static final ConfigDef ADMIN = AdminClientConfig.configDef();

    private final Map<String, Object> consumer;
    private final Map<String, Object> producer;
    private final Map<String, Object> admin;
    private final int fetchWaitMillis;
    private final int deliveryMillis;

    private ClientProperties(LogSettings settings, String servers) {
        this.consumer = consumer(settings, servers);
        this.fetchWaitMillis = number(check("consumer", CONSUMER, consumer), ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG);
        this.producer = producer(settings, servers);
        this.deliveryMillis = number(check("producer", PRODUCER, producer), ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG);
        this.admin = admin(settings, servers);
    }

    /**
     * Merges and checks.
     *
     * @throws IllegalArgumentException where a property would break a guarantee, has a value Kafka does not take, or contradicts another
     */
    static ClientProperties of(LogSettings settings) {
        String servers = Bootstrap.checked("bootstrapServers", settings.bootstrapServers());
        settings.properties().forEach(ClientProperties::refuse);
        return new ClientProperties(settings, servers);
    }

    Map<String, Object> consumer(String clientId) {
        return with(consumer, clientId);
    }

    Map<String, Object> producer(String clientId) {
        return with(producer, clientId);
    }

    Map<String, Object> admin(String clientId) {
        return with(admin, clientId);
    }

    /** How long a broker holds a fetch that finds nothing. */
    int fetchWaitMillis() {
        return fetchWaitMillis;
    }

    /** How long the producer tries to write a record before it gives up. */
    Duration deliveryTimeout() {
        return Duration.ofMillis(deliveryMillis);
    }

    /** A whole number of a parsed configuration, in which each defined key has a value. */
    static int number(Map<String, Object> parsed, String key) {
        return ((Number) Objects.requireNonNull(parsed.get(key), key)).intValue();
    }

    private static Map<String, Object> with(Map<String, Object> properties, String clientId) {
        Map<String, Object> copy = new HashMap<>(properties);
        copy.put(ConsumerConfig.CLIENT_ID_CONFIG, clientId);
        return copy;
    }

    private static Map<String, Object> consumer(LogSettings settings, String servers) {
        Map<String, Object> merged = common();
        // Large fetches for replay; a broker still answers with the first byte there is, so live records are not held
        // back.
        merged.put(ConsumerConfig.RECEIVE_BUFFER_CONFIG, -1);
        merged.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 4 * 1024 * 1024);
        merged.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        merged.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
        merged.putAll(given(settings, "consumer.", CONSUMER));
        merged.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        merged.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        merged.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteBufferDeserializer.class);
        merged.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none");
        merged.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        merged.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        // No other protocol: positions and wake-ups were tried with this one.
        merged.put(ConsumerConfig.GROUP_PROTOCOL_CONFIG, "classic");
        merged.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, isolationLevel(settings.isolation()));
        return merged;
    }

    private static Map<String, Object> producer(LogSettings settings, String servers) {
        Map<String, Object> merged = common();
        merged.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        merged.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        merged.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, 10_000);
        // With more, a record that comes before its partition is led is overtaken by the next, and refused from then on
        // until its time is over: KAFKA-15591.
        merged.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        merged.putAll(given(settings, "producer.", PRODUCER));
        merged.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        merged.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        merged.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        merged.put(ProducerConfig.ACKS_CONFIG, "all");
        merged.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        ProducerTimes.fit(merged, check("producer", PRODUCER, merged));
        return merged;
    }

    private static Map<String, Object> admin(LogSettings settings, String servers) {
        Map<String, Object> merged = common();
        // Its answers say which state the cache is in, so they come soon or fail soon; the engine asks again.
        merged.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, 5_000);
        merged.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, 10_000);
        merged.put(AdminClientConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, 3_000);
        merged.putAll(given(settings, "admin.", ADMIN));
        merged.put(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, servers);
        Map<String, Object> parsed = check("admin", ADMIN, merged);
        int request = number(parsed, AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG);
        int api = number(parsed, AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG);
        if (api < request && !isGiven(settings, "admin.", AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG)) {
            merged.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, request);
        } else if (api < request && !isGiven(settings, "admin.", AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG)) {
            merged.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, api);
        } else if (api < request) {
            throw new IllegalArgumentException(
                    "admin: default.api.timeout.ms=" + api + " must be at least request.timeout.ms=" + request);
        }
        return merged;
    }

    private static Map<String, Object> common() {
        Map<String, Object> common = new HashMap<>();
        common.put(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 3_000);
        return common;
    }

    static String isolationLevel(Isolation isolation) {
        return isolation.name().toLowerCase(Locale.ROOT);
    }

    /** What the user gave for one client: its own prefix wins over none. */
    private static Map<String, String> given(LogSettings settings, String prefix, ConfigDef def) {
        Map<String, String> given = new HashMap<>();
        settings.properties().forEach((key, value) -> {
            if (key.equals(bare(key)) && (def.names().contains(key) || !known(key))) {
                given.put(key, value);
            }
        });
        settings.properties().forEach((key, value) -> {
            if (key.startsWith(prefix)) {
                given.put(key.substring(prefix.length()), value);
            }
        });
        return given;
    }

    private static boolean isGiven(LogSettings settings, String prefix, String key) {
        return settings.properties().containsKey(key) || settings.properties().containsKey(prefix + key);
    }

    private static boolean known(String key) {
        return CONSUMER.names().contains(key)
                || PRODUCER.names().contains(key)
                || ADMIN.names().contains(key);
    }

    private static String bare(String key) {
        for (String prefix : new String[] {"consumer.", "producer.", "admin."}) {
            if (key.startsWith(prefix)) {
                return key.substring(prefix.length());
            }
        }
        return key;
    }

    private static void refuse(String key, String value) {
        Objects.requireNonNull(value, key);
        String reason = RefusedProperties.reason(bare(key));
        if (reason != null) {
            throw new IllegalArgumentException("property " + key + " is refused: " + reason);
        }
    }

    /**
     * Lets Kafka's own definitions parse every value, and says what they made of them. What a config provider will fill in later
     * ({@code ${file:...}}) cannot be checked now.
     */
    private static Map<String, Object> check(String client, ConfigDef def, Map<String, Object> merged) {
        Map<String, Object> checked = new HashMap<>(merged);
        if (merged.containsKey("config.providers")) {
            checked.values().removeIf(value -> value instanceof String text && text.contains("${"));
        }
        try {
            return def.parse(checked);
        } catch (ConfigException e) {
            throw new IllegalArgumentException(client + " property refused by Kafka: " + e.getMessage(), e);
        }
    }
}
