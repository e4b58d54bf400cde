package io.kafkacache.e2e.cluster;

import io.kafkacache.e2e.Until;
import io.kafkacache.embedded.KafkaCluster;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Consumer;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * The topic all write to and read. Whoever writes does so in {@link #write}, which waits while the topic is made again, so that it is known for
 * every record to which of the topics of this name it went.
 */
final class ClusterTopic {
    static final String NAME = "users";

    private static final Map<String, String> CONFIGS = Map.of(
            "cleanup.policy", "compact",
            "segment.ms", "500",
            "min.cleanable.dirty.ratio", "0.01",
            "delete.retention.ms", "10000",
            "min.insync.replicas", "2");

    private final KafkaCluster cluster;
    private final ReadWriteLock gate = new ReentrantReadWriteLock(true);
    private int eras;
    private volatile int partitions = Keys.FIRST_PARTITIONS;
    private volatile Ledger ledger;

    ClusterTopic(KafkaCluster cluster) {
        this.cluster = cluster;
        this.ledger = create();
    }

    private Ledger create() {
        cluster.createTopic(NAME, Keys.FIRST_PARTITIONS, CONFIGS);
        partitions = Keys.FIRST_PARTITIONS;
        return new Ledger(++eras, describe().topicId().toString());
    }

    /** What was written to the topic of now. */
    Ledger ledger() {
        return ledger;
    }

    int partitions() {
        return partitions;
    }

    KafkaCluster cluster() {
        return cluster;
    }

    /** Writes; all that is begun must have ended when {@code writing} returns. */
    void write(Consumer<Ledger> writing) {
        gate.readLock().lock();
        try {
            writing.accept(ledger);
        } finally {
            gate.readLock().unlock();
        }
    }

    /** Deletes the topic and makes it again. */
    void recreate() {
        gate.writeLock().lock();
        try {
            ledger.close();
            get(cluster.admin().deleteTopics(List.of(NAME)).all());
            Until.holds("the topic is gone", this::isGone);
            ledger = create();
        } finally {
            gate.writeLock().unlock();
        }
    }

    private boolean isGone() throws Exception {
        return described().isEmpty();
    }

    /** What a broker says of the topic; empty where it does not know it, perhaps not yet or any more. */
    private Optional<TopicDescription> described() throws Exception {
        try {
            return Optional.ofNullable(cluster.admin()
                    .describeTopics(List.of(NAME))
                    .allTopicNames()
                    .get(60, TimeUnit.SECONDS)
                    .get(NAME));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Adds a partition. */
    void grow() {
        int more = partitions + 1;
        get(cluster.admin()
                .createPartitions(Map.of(NAME, NewPartitions.increaseTo(more)))
                .all());
        partitions = more;
    }

    /** Gives a partition the next of its replicas as its leader. */
    void moveLeader(int partition) {
        List<Integer> replicas = new ArrayList<>(describe().partitions().get(partition).replicas().stream()
                .map(Node::id)
                .toList());
        Collections.rotate(replicas, 1);
        TopicPartition moved = new TopicPartition(NAME, partition);
        get(cluster.admin()
                .alterPartitionReassignments(Map.of(moved, Optional.of(new NewPartitionReassignment(replicas))))
                .all());
        get(cluster.admin().electLeaders(ElectionType.PREFERRED, Set.of(moved)).all());
    }

    /** Of a topic that was made just now another broker than the one that was waited for may not know yet. */
    private TopicDescription describe() {
        List<TopicDescription> found = new ArrayList<>();
        Until.holds("a broker that knows the topic", () -> {
            described().ifPresent(found::add);
            return !found.isEmpty();
        });
        return found.get(0);
    }

    /** How many partitions there are, whatever came of {@link #grow}. */
    int actualPartitions() {
        return describe().partitions().size();
    }

    /** Whether all partitions have all replicas in sync. */
    boolean isInSync() {
        return describe().partitions().stream()
                .allMatch(partition ->
                        partition.isr().size() == partition.replicas().size());
    }

    private static <T> T get(KafkaFuture<T> future) {
        try {
            return future.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the cluster does not do as it is told: " + e, e);
        }
    }
}
