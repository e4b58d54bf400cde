package io.kafkacache.cli;

import io.kafkacache.Builder;
import io.kafkacache.KafkaCache;
import io.kafkacache.OnRejected;
import io.kafkacache.TopicWriter;
import io.kafkacache.codec.RecordContext.Role;
import io.kafkacache.json.JsonSchema;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which topic, and how its keys and values are encoded; the options of every command on one topic. */
final class TopicOptions {
    /** Said where it cannot be read, so that nobody is warned of it: a command is not away for long. */
    private static final Duration KAFKAS_DEFAULT = Duration.ofDays(1);

    @Mixin
    private Connection connection = new Connection();

    @Option(names = "--topic", paramLabel = "TOPIC", required = true, description = "The topic.")
    private String topic = "";

    @Option(
            names = "--key-codec",
            paramLabel = "CODEC",
            defaultValue = "utf8",
            description = "How keys are encoded: utf8, ascii, utf16le, hex, base64, bytes, uuid, long or json."
                    + " Default: ${DEFAULT-VALUE}.")
    private String keyCodec = "utf8";

    @Option(
            names = "--value-codec",
            paramLabel = "CODEC",
            defaultValue = "json",
            description = "How values are encoded: one of those, or gzip(json) and so on. Default: ${DEFAULT-VALUE}.")
    private String valueCodec = "json";

    @Option(
            names = "--schema",
            paramLabel = "FILE",
            description = "A JSON Schema that values must keep to: what does not is not sent, and is rejected where it"
                    + " is read. For the value codecs json and gzip(json).")
    private @Nullable Path schema;

    String topic() {
        return topic;
    }

    Connection connection() {
        return connection;
    }

    Duration timeout() {
        return connection.timeout();
    }

    Form<?> keys() {
        return form("--key-codec", keyCodec, Role.KEY, null);
    }

    Form<?> values() {
        return form("--value-codec", valueCodec, Role.VALUE, schema == null ? null : schema(schema));
    }

    private static JsonSchema schema(Path file) {
        try {
            return JsonSchema.ofFile(file);
        } catch (IllegalArgumentException e) {
            throw usage("--schema: " + e.getMessage(), e);
        }
    }

    /** Opens the topic as a cache of stored bytes; not ready yet. It leaves no traces: it does not commit its positions. */
    KafkaCache<Stored, Stored> openCache(Console console, OnRejected onRejected) {
        try {
            return builder(console).onRejected(onRejected).open();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage(), e);
        }
    }

    /**
     * Opens the topic to be written, which must be there.
     *
     * @throws CommandException where it is not, or Kafka does not say
     */
    TopicWriter<Stored, Stored> openWriter(Console console) {
        try (Admin admin = connection.admin(console)) {
            new Topics(admin, connection.bootstrapServers(console), timeout()).require(topic);
        }
        try {
            return builder(console).openWriter();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage(), e);
        }
    }

    private Builder<Stored, Stored, Stored, Stored, KafkaCache<Stored, Stored>> builder(Console console) {
        return KafkaCache.builder(topic, keys().codec(), values().codec())
                .bootstrapServers(connection.bootstrapServers(console))
                .properties(connection.properties())
                .deleteRetention(KAFKAS_DEFAULT)
                .commitPositions(false);
    }

    private static Form<?> form(String option, String name, Role role, @Nullable JsonSchema schema) {
        try {
            return Form.of(name, role, schema);
        } catch (IllegalArgumentException e) {
            throw usage(option + ": " + e.getMessage(), e);
        }
    }

    private static CommandException usage(@Nullable String message, Exception cause) {
        return new CommandException(ExitCode.USAGE, String.valueOf(message), cause);
    }
}
