package io.kafkacache.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where Kafka is, and how long it may take; the options of every command that needs one. */
final class Connection {
    private static final String BOOTSTRAP = "bootstrap.servers";
    private static final String ADMIN = "admin.";
    private static final String CONSUMER = "consumer.";
    private static final String PRODUCER = "producer.";

    @Option(
            names = "--bootstrap",
            paramLabel = "HOST:PORT",
            description = {
                "Where Kafka is; several with commas between.",
                "Default: bootstrap.servers of --config, else $KAFKA_BOOTSTRAP_SERVERS, else localhost:9092."
            })
    private @Nullable String bootstrap;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = {
                "Kafka client properties, such as security.protocol and sasl.jaas.config; with a prefix"
                        + " consumer., producer. or admin. for that client alone."
            })
    private @Nullable Path config;

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            converter = Durations.class,
            description = "How long Kafka may take: 200ms, 5s, 1m. Default: ${DEFAULT-VALUE}.")
    private Duration timeout = Duration.ofSeconds(30);

    Duration timeout() {
        return timeout;
    }

    String bootstrapServers(Console console) {
        String configured = bootstrap != null ? bootstrap : file().get(BOOTSTRAP);
        String variable = configured != null ? configured : console.variable("KAFKA_BOOTSTRAP_SERVERS");
        return variable != null ? variable : "localhost:9092";
    }

    /** What {@code --config} holds, less the address. */
    Map<String, String> properties() {
        Map<String, String> properties = file();
        properties.remove(BOOTSTRAP);
        return properties;
    }

    /**
     * An administrator's client, to be closed.
     *
     * @throws CommandException where no address can be resolved or a property is wrong
     */
    Admin admin(Console console) {
        Map<String, Object> properties = of(ADMIN, console);
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
        properties.put("default.api.timeout.ms", millis);
        properties.put("request.timeout.ms", Math.min(30_000, millis));
        return made(console, () -> Admin.create(properties));
    }

    /**
     * A consumer of committed records that belongs to no group, to be closed.
     *
     * @throws CommandException where no address can be resolved or a property is wrong
     */
    Consumer<byte[], byte[]> consumer(Console console) {
        Map<String, Object> properties = of(CONSUMER, console);
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "none");
        properties.put("enable.auto.commit", false);
        properties.put("allow.auto.create.topics", false);
        return made(
                console,
                () -> new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer()));
    }

    /** The properties of all clients and of this one, whose prefix they lose. */
    private Map<String, Object> of(String client, Console console) {
        Map<String, Object> properties = new LinkedHashMap<>();
        Map<String, String> own = new LinkedHashMap<>();
        properties().forEach((key, value) -> {
            if (key.startsWith(client)) {
                own.put(key.substring(client.length()), value);
            } else if (Stream.of(ADMIN, CONSUMER, PRODUCER).noneMatch(key::startsWith)) {
                properties.put(key, value);
            }
        });
        properties.putAll(own);
        properties.put(BOOTSTRAP, bootstrapServers(console));
        properties.put("client.id", "kafka-cache-cli");
        return properties;
    }

    private <C> C made(Console console, Supplier<C> client) {
        try {
            return client.get();
        } catch (ConfigException e) {
            throw notUsable(console, e, e);
        } catch (KafkaException e) {
            throw notUsable(console, e, e.getCause() == null ? e : e.getCause());
        }
    }

    private CommandException notUsable(Console console, Exception e, Throwable reason) {
        String message = String.valueOf(reason.getMessage());
        return message.contains("resolvable")
                ? new CommandException(
                        ExitCode.NOT_READY,
                        "no host of " + bootstrapServers(console)
                                + " has an address; see to --bootstrap and to the name service",
                        e)
                : new CommandException(ExitCode.USAGE, "no client for Kafka can be made: " + message, e);
    }

    private Map<String, String> file() {
        Map<String, String> properties = new LinkedHashMap<>();
        if (config != null) {
            Properties read = new Properties();
            try (InputStream in = Files.newInputStream(config)) {
                read.load(in);
            } catch (NoSuchFileException e) {
                throw new CommandException(ExitCode.USAGE, "--config " + config + ": there is no such file", e);
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandException(
                        ExitCode.USAGE, "--config " + config + " cannot be read: " + e.getMessage(), e);
            }
            read.stringPropertyNames().stream()
                    .sorted()
                    .forEach(key -> properties.put(key, read.getProperty(key).strip()));
        }
        return properties;
    }
}
