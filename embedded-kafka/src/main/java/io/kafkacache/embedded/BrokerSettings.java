package io.kafkacache.embedded;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The broker settings that make tests fast, and those that the layout of a broker decides and no user may override. */
final class BrokerSettings {
    private static final Set<String> LAYOUT = Set.of(
            "process.roles",
            "node.id",
            "broker.id",
            "log.dir",
            "log.dirs",
            "metadata.log.dir",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers");

    private BrokerSettings() {}

    /**
     * What a user may set.
     *
     * @throws IllegalArgumentException if the layout of the broker decides {@code key}
     */
    static void check(String key) {
        if (LAYOUT.contains(key)) {
            throw new IllegalArgumentException(
                    "config " + key
                            + " follows from the port, the folder and the users of this broker and cannot be set; use their methods");
        }
    }

    /** Defaults of one broker alone. Everything a topic copies is left at Kafka's own default. */
    static Map<String, String> single() {
        Map<String, String> settings = new LinkedHashMap<>();
        replication(settings, 1, 1);
        settings.put("auto.create.topics.enable", "false");
        settings.put("group.initial.rebalance.delay.ms", "0");
        settings.put("offsets.topic.num.partitions", "1");
        settings.put("transaction.state.log.num.partitions", "1");
        settings.put("share.coordinator.state.topic.num.partitions", "1");
        settings.put("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        settings.put("controlled.shutdown.enable", "true");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("server.max.startup.time.ms", "120000");
        settings.put("initial.broker.registration.timeout.ms", "120000");
        // Without these the cleaner starts after 30 s and looks every 15 s, and retention looks every 5 min.
        settings.put("log.initial.task.delay.ms", "100");
        settings.put("log.cleaner.backoff.ms", "500");
        settings.put("log.retention.check.interval.ms", "1000");
        settings.put("log.segment.delete.delay.ms", "1000");
        // 16 MiB hold 630,000 keys a pass; Kafka's 128 MiB would be allocated at once.
        settings.put("log.cleaner.dedupe.buffer.size", "16777216");
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }

    /** Defaults of one of {@code brokers} brokers: replicated, and quick to notice that one is gone. */
    static Map<String, String> clustered(int brokers) {
        Map<String, String> settings = single();
        replication(settings, Math.min(3, brokers), Math.min(2, brokers));
        settings.put("broker.session.timeout.ms", "3000");
        return settings;
    }

    private static void replication(Map<String, String> settings, int factor, int minInSync) {
        String replicas = Integer.toString(factor);
        String inSync = Integer.toString(minInSync);
        settings.put("default.replication.factor", replicas);
        settings.put("min.insync.replicas", inSync);
        settings.put("offsets.topic.replication.factor", replicas);
        settings.put("transaction.state.log.replication.factor", replicas);
        settings.put("transaction.state.log.min.isr", inSync);
        settings.put("share.coordinator.state.topic.replication.factor", replicas);
        settings.put("share.coordinator.state.topic.min.isr", inSync);
    }
}
