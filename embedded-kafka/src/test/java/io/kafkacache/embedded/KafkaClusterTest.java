package io.kafkacache.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class KafkaClusterTest {
    private static final Duration TAKEOVER = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init") // set before every test
    private static KafkaCluster cluster;

    @BeforeAll
    static void start() {
        cluster = KafkaCluster.builder().config("num.io.threads", "2").start();
    }

    @AfterAll
    static void close() {
        cluster.close();
    }

    @AfterEach
    void bringEveryBrokerBack() {
        for (ClusterBroker broker : cluster.brokers()) {
            if (broker.isAlive()) {
                broker.resume();
            } else {
                broker.start();
            }
        }
        cluster.awaitReady();
    }

    @Test
    void killedLeaderIsFollowedByAnotherAndNothingAcknowledgedIsLost() throws Exception {
        nothingAcknowledgedIsLost("killed", ClusterBroker::kill);
    }

    @Test
    void pausedLeaderIsFollowedByAnotherAndNothingAcknowledgedIsLost() throws Exception {
        nothingAcknowledgedIsLost("paused", ClusterBroker::pause);
    }

    private void nothingAcknowledgedIsLost(String topic, Consumer<ClusterBroker> failure) throws Exception {
        cluster.createTopic(topic, 1, Map.of());
        ClusterBroker leader = cluster.leaderOf(topic, 0);
        try (Writer writer = new Writer(topic)) {
            writer.awaitAcknowledged(20);

            failure.accept(leader);

            Deadline.in(TAKEOVER)
                    .awaitTrue(() -> cluster.leaderOf(topic, 0) != leader, () -> "nobody followed " + leader);
            writer.awaitAcknowledged(writer.acknowledged.size() + 20);
            List<String> acknowledged = writer.finish();
            assertThat(Client.of(cluster.bootstrapServers()).read(topic)).containsAll(acknowledged);
        }
    }

    @Test
    void pausedBrokerIsAliveAndServesAgainAfterResume() throws Exception {
        cluster.createTopic("resumed", 1, Map.of("min.insync.replicas", "1"));
        ClusterBroker leader = cluster.leaderOf("resumed", 0);

        leader.pause();
        leader.pause();
        assertThat(leader.isAlive()).isTrue();
        leader.resume();
        leader.resume();
        cluster.awaitReady();

        Client.of(leader.bootstrapServer()).write("resumed", "k", "v");
        assertThat(Client.of(leader.bootstrapServer()).read("resumed")).containsExactly("v");
    }

    @Test
    void restartKeepsAddressAndData() throws Exception {
        cluster.createTopic("restarted", 1, Map.of());
        Client.of(cluster.bootstrapServers()).write("restarted", "k", "v");
        ClusterBroker leader = cluster.leaderOf("restarted", 0);
        String address = leader.bootstrapServer();
        long pid = leader.pid();

        leader.restart();

        assertThat(leader.pid()).isNotEqualTo(pid);
        assertThat(leader.bootstrapServer()).isEqualTo(address);
        assertThat(Client.of(address).read("restarted")).containsExactly("v");
    }

    @Test
    void deadBrokersAnswerNoSignals() {
        ClusterBroker broker = cluster.broker(2);

        broker.stop();
        broker.stop();
        broker.kill();

        assertThat(broker.isAlive()).isFalse();
        assertThatIllegalStateException().isThrownBy(broker::pause).withMessageContaining("is not alive");
        assertThatIllegalStateException().isThrownBy(broker::resume).withMessageContaining("is not alive");
        assertThatIllegalStateException()
                .isThrownBy(cluster.broker(0)::start)
                .withMessageContaining("is alive already");
    }

    @Test
    void optionsThatCannotBeKeptAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaCluster.builder().brokers(0))
                .withMessageContaining("brokers=0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaCluster.builder().config("node.id", "7"))
                .withMessageContaining("node.id");
    }

    /** Writes numbers one after another, each after the one before was acknowledged. */
    private static final class Writer implements AutoCloseable {
        final Queue<String> acknowledged = new ConcurrentLinkedQueue<>();
        private final AtomicBoolean going = new AtomicBoolean(true);
        private final CompletableFuture<Void> ended;

        Writer(String topic) {
            ended = CompletableFuture.runAsync(() -> write(topic), task -> new Thread(task, "writer").start());
        }

        private void write(String topic) {
            try (Producer<String, String> producer =
                    Client.of(cluster.bootstrapServers()).producer()) {
                for (int i = 0; going.get(); i++) {
                    String value = Integer.toString(i);
                    producer.send(new ProducerRecord<>(topic, value, value)).get();
                    acknowledged.add(value);
                }
            } catch (Exception e) {
                throw new IllegalStateException("a write failed", e);
            }
        }

        void awaitAcknowledged(int count) {
            Deadline.in(TAKEOVER)
                    .awaitTrue(
                            () -> acknowledged.size() >= count || ended.isCompletedExceptionally(),
                            () -> "only " + acknowledged.size() + " of " + count + " writes were acknowledged");
            if (ended.isCompletedExceptionally()) {
                ended.join();
            }
        }

        List<String> finish() throws Exception {
            going.set(false);
            ended.get(TAKEOVER.toSeconds(), TimeUnit.SECONDS);
            return List.copyOf(acknowledged);
        }

        @Override
        public void close() {
            going.set(false);
        }
    }
}
