package io.kafkacache.embedded;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartitionInfo;
import org.jspecify.annotations.Nullable;

/** Asks and tells a cluster what a test needs, and waits until it is so. Callable from any thread. */
final class ClusterAdmin implements AutoCloseable {
    private static final Duration TOPIC = Duration.ofSeconds(30);

    private final Admin admin;

    ClusterAdmin(String bootstrapServers) {
        this.admin = Admin.create(Map.of(
                AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers,
                AdminClientConfig.CLIENT_ID_CONFIG, "embedded-kafka-admin",
                // A paused broker takes connections and answers nothing; the next one is asked after this.
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, "3000",
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "15000"));
    }

    Admin admin() {
        return admin;
    }

    /** The ids of the brokers that clients are told of. */
    Set<Integer> brokers() throws ExecutionException, InterruptedException {
        return admin.describeCluster().nodes().get().stream().map(Node::id).collect(Collectors.toSet());
    }

    /** Returns when every partition has a leader and all replicas in sync. */
    void createTopic(String name, int partitions, Map<String, String> configs) {
        NewTopic topic = new NewTopic(name, Optional.of(partitions), Optional.empty()).configs(configs);
        complete(admin.createTopics(List.of(topic)).all(), "topic " + name + " could not be created");
        Deadline.in(TOPIC)
                .awaitTrue(
                        () -> {
                            List<TopicPartitionInfo> created = describe(name).partitions();
                            return created.size() == partitions
                                    && created.stream().allMatch(ClusterAdmin::inSync);
                        },
                        () -> "topic " + name + " was created, but its replicas did not get in sync");
    }

    private static boolean inSync(TopicPartitionInfo partition) {
        return partition.leader() != null
                && partition.isr().size() == partition.replicas().size();
    }

    /** The id of a partition's leader, or null while it has none. */
    @Nullable
    Integer leader(String topic, int partition) throws ExecutionException, InterruptedException {
        for (TopicPartitionInfo info : describe(topic).partitions()) {
            if (info.partition() == partition) {
                Node leader = info.leader();
                return leader == null || leader.isEmpty() ? null : leader.id();
            }
        }
        return null;
    }

    private TopicDescription describe(String topic) throws ExecutionException, InterruptedException {
        return admin.describeTopics(List.of(topic))
                .allTopicNames()
                .get()
                .values()
                .iterator()
                .next();
    }

    static <T> T complete(KafkaFuture<T> future, String problem) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
            throw new IllegalStateException(problem + ": " + cause.getMessage(), cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(problem + ": interrupted", e);
        }
    }

    /** Requests under way are given up. */
    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
