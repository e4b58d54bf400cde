package io.kafkacache.testing;

import io.kafkacache.embedded.EmbeddedKafka;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests a real Kafka broker in their process.
 *
 * <pre>{@code
 * @RegisterExtension
 * static final KafkaBroker kafka = KafkaBroker.create();
 *
 * @Test
 * void readsWhatWasWritten() {
 *     String topic = kafka.createTopic("users", 3);
 *     ...
 * }
 * }</pre>
 *
 * <p>In a static field the broker lives as long as the test class, nested ones included; in an instance field as long as each test. A
 * {@link #shared} one lives until JUnit ends. Tests, constructors and life cycle methods may have the {@link EmbeddedKafka} as a parameter.
 *
 * <p>Callable from any thread while tests run; classes that run at the same time may each have their own or share one.
 */
public final class KafkaBroker
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback, ParameterResolver {
    private static final Namespace NAMESPACE = Namespace.create(KafkaBroker.class);
    private static final AtomicInteger TOPICS = new AtomicInteger();

    private final EmbeddedKafka.Builder builder;
    private final boolean shared;
    private volatile @Nullable EmbeddedKafka kafka;
    private volatile @Nullable String openedIn;

    private KafkaBroker(EmbeddedKafka.Builder builder, boolean shared) {
        this.builder = builder;
        this.shared = shared;
    }

    /**
     * A broker of its own, on a free port, in a temporary folder, without security.
     *
     * @return an extension to register
     */
    public static KafkaBroker create() {
        return create(EmbeddedKafka.builder());
    }

    /**
     * A broker of its own, with options.
     *
     * @param builder the options; not changed here
     * @return an extension to register
     */
    public static KafkaBroker create(EmbeddedKafka.Builder builder) {
        return new KafkaBroker(builder, false);
    }

    /**
     * The broker that all who ask for a shared one have together, started for the first of them and closed when JUnit ends. Saves the
     * seconds of a start for each class; tests meet each other's topics, groups and quotas.
     *
     * @return an extension to register
     */
    public static KafkaBroker shared() {
        return new KafkaBroker(EmbeddedKafka.builder(), true);
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        open(context);
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        open(context);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        close(context);
    }

    @Override
    public void afterAll(ExtensionContext context) {
        close(context);
    }

    /** Does nothing where it is open: for the tests of a class and for classes nested in it. */
    private void open(ExtensionContext context) {
        if (kafka != null) {
            return;
        }
        if (shared) {
            kafka = context.getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
                    .computeIfAbsent("shared", key -> LeakCheck.keeping(builder::start), EmbeddedKafka.class);
        } else {
            kafka = builder.start();
        }
        openedIn = context.getUniqueId();
    }

    private void close(ExtensionContext context) {
        EmbeddedKafka open = kafka;
        if (open != null && context.getUniqueId().equals(openedIn)) {
            kafka = null;
            if (!shared) {
                open.close();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == EmbeddedKafka.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return kafka();
    }

    /**
     * The broker itself, to stop and start it.
     *
     * @return a broker that runs unless a test stopped it
     * @throws IllegalStateException before the extension was called, and after
     */
    public EmbeddedKafka kafka() {
        EmbeddedKafka open = kafka;
        if (open == null) {
            throw new IllegalStateException("there is a broker only while tests run; register KafkaBroker in a field by"
                    + " @RegisterExtension, static for one per class");
        }
        return open;
    }

    /**
     * Where clients find the broker.
     *
     * @return {@code host:port}
     * @throws IllegalStateException before the extension was called, and after
     */
    public String bootstrapServers() {
        return kafka().bootstrapServers();
    }

    /**
     * An administrator's client, shared; do not close it.
     *
     * @return the client
     * @throws IllegalStateException before the extension was called, and after, or where a test stopped the broker
     */
    public Admin admin() {
        return kafka().admin();
    }

    /**
     * Creates a compacted topic under a name of its own and returns when it can be written to.
     *
     * @param name the beginning of its name
     * @param partitions their number
     * @return its name, which no other topic made here in this JVM has
     * @throws IllegalStateException if there is no broker or it refuses the topic
     */
    public String createTopic(String name, int partitions) {
        return createTopic(name, partitions, Map.of());
    }

    /**
     * Creates a topic with settings.
     *
     * @param name the beginning of its name
     * @param partitions their number
     * @param configs the topic's settings; compacted unless they say otherwise
     * @return its name, which no other topic made here in this JVM has
     * @throws IllegalStateException if there is no broker or it refuses the topic
     */
    public String createTopic(String name, int partitions, Map<String, String> configs) {
        String topic = name + "-" + TOPICS.incrementAndGet();
        Map<String, String> compacted = new HashMap<>(Map.of("cleanup.policy", "compact"));
        compacted.putAll(configs);
        kafka().createTopic(topic, partitions, compacted);
        return topic;
    }
}
