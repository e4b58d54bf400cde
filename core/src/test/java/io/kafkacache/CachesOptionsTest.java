package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What several caches have in common holds for each that was not told otherwise, and changes nothing of its builder. */
class CachesOptionsTest {
    @RegisterExtension
    final TestTopic users = new TestTopic(1);

    private static Builder<String, String, String, String, KafkaCache<String, String>> on(ScriptedLog log) {
        return KafkaCache.builder(log.topic(), Codecs.utf8(), Codecs.utf8()).log(log);
    }

    private static Settings filled(CachesBuilder common, Settings settings) {
        new CachesOptions(common).fillIn(settings);
        return settings;
    }

    private static Settings settings() {
        return new Settings("users", new StoreFactory() {
            @Override
            public <K, V> Store<K, V> create(String name, Interpreter<K, V> interpreter) {
                throw new UnsupportedOperationException();
            }
        });
    }

    @Test
    void optionsInCommonHoldWhereACacheHasNone() {
        CacheMonitor monitor = new CacheMonitor() {};
        Executor executor = Runnable::run;

        Settings filled = filled(
                KafkaCaches.builder()
                        .bootstrapServers("common:9092")
                        .identity("pod")
                        .monitor(() -> monitor)
                        .threadFactory(Thread::new)
                        .callbackExecutor(executor)
                        .properties(Map.of("security.protocol", "SSL", "admin.retries", "3")),
                settings());

        assertThat(filled.bootstrapServers).isEqualTo("common:9092");
        assertThat(filled.identity).isEqualTo("pod");
        assertThat(filled.monitor).isSameAs(monitor);
        assertThat(filled.threadFactory).isNotNull();
        assertThat(filled.callbackExecutor).isSameAs(executor);
        assertThat(filled.properties)
                .containsOnly(Map.entry("security.protocol", "SSL"), Map.entry("admin.retries", "3"));
    }

    @Test
    void optionsInCommonOverrideNothing() {
        CacheMonitor own = CacheMonitor.NONE;
        Executor executor = Runnable::run;
        Settings settings = settings();
        settings.bootstrapServers = "own:9092";
        settings.identity = "me";
        settings.monitor = own;
        settings.threadFactory = Thread::new;
        settings.callbackExecutor = executor;
        settings.properties.put("request.timeout.ms", "1");
        var threads = settings.threadFactory;

        filled(
                KafkaCaches.builder()
                        .bootstrapServers("common:9092")
                        .identity("pod")
                        .monitor(() -> new CacheMonitor() {})
                        .threadFactory(Thread::new)
                        .callbackExecutor(command -> {})
                        .property("request.timeout.ms", "2")
                        .property("admin.request.timeout.ms", "3") // would win over the cache's own
                        .property("consumer.fetch.min.bytes", "4"),
                settings);

        assertThat(settings.bootstrapServers).isEqualTo("own:9092");
        assertThat(settings.identity).isEqualTo("me");
        assertThat(settings.monitor).isSameAs(own);
        assertThat(settings.threadFactory).isSameAs(threads);
        assertThat(settings.callbackExecutor).isSameAs(executor);
        assertThat(settings.properties)
                .containsOnly(Map.entry("request.timeout.ms", "1"), Map.entry("consumer.fetch.min.bytes", "4"));
    }

    /** A monitor such as CacheMeters belongs to one cache. */
    @Test
    void eachCacheHasAMonitorOfItsOwn() {
        List<Integer> opened = new ArrayList<>();
        try (KafkaCaches watched = KafkaCaches.builder()
                .monitor(() -> new CacheMonitor() {
                    @Override
                    public void opened(ReadableCache<?, ?> cache) {
                        opened.add(System.identityHashCode(this));
                    }
                })
                .build()) {
            watched.open(on(users.log));
            watched.open(on(users.log.another("sessions", 1)));
        }

        assertThat(opened).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void openingLeavesTheBuilderAsItIs() {
        Builder<String, String, String, String, KafkaCache<String, String>> builder = on(users.log);
        try (KafkaCaches others = KafkaCaches.builder().identity("pod").build()) {
            others.open(builder);
        }

        assertThat(builder.options().identity()).isNull();
    }
}
