package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** One random run of a listener that stays and of one that leaves and comes back, made again by its seed. */
final class ListenSchedule {
    private final Random random;

    ListenSchedule(long seed) {
        this.random = new Random(seed);
    }

    void run(TestTopic topic) {
        boolean two = random.nextBoolean();
        KafkaCache<String, String> home = topic.openReady();
        KafkaCache<String, String> away = two ? topic.openReady() : home;
        disorder(topic);
        Follower stays = new Follower();
        Follower leaves = new Follower();
        ListenOptions<String> options = options();
        stays.listen(home, options);
        leaves.listen(home, options);
        topic.log.runUntilIdle();
        for (int i = 0; i < 80; i++) {
            act(topic, random.nextBoolean() ? home : away, leaves, options);
        }
        topic.log.advance(Duration.ofSeconds(10));

        assertThat(leaves.gone).isEmpty();
        assertThat(leaves.state).isEqualTo(stays.state);
        if (!options.isCoalescing()) {
            for (String partition : List.of("0@", "1@")) {
                assertThat(of(leaves, partition)).isEqualTo(of(stays, partition));
            }
            if (!two) {
                assertThat(leaves.told).isEqualTo(stays.told);
            }
        }
        topic.log.faults().heal();
        home.close();
        away.close();
    }

    /** One replica may be ahead of the other, and read the partitions in another order. */
    private void disorder(TestTopic topic) {
        topic.log.ordering(random.nextLong());
        if (random.nextBoolean()) {
            topic.log.faults().pollLimit(1 + random.nextInt(3));
        }
    }

    /** Says how often it was gone. */
    int runMixed(TestTopic topic) {
        KafkaCache<String, String> home = topic.openReady();
        KafkaCache<String, String> away = topic.openReady();
        disorder(topic);
        Follower leaves = new Follower();
        ListenOptions<String> options = ListenOptions.stateFirst();
        leaves.listen(home, options);
        topic.log.runUntilIdle();
        int gone = 0;
        for (int i = 0; i < 60; i++) {
            topic.log.append(
                    random.nextInt(2),
                    "k" + random.nextInt(4),
                    "v" + random.nextInt(1_000),
                    topic.log.now().plusMillis(random.nextInt(100)));
            steps(topic, random.nextInt(6));
            if (random.nextInt(4) == 0 && leaves.token != null) {
                gone += leaves.gone.size();
                leaves.comeBack(random.nextBoolean() ? home : away, options);
            }
            if (random.nextInt(8) == 0) {
                topic.log.advance(Duration.ofMillis(1_100));
            }
        }
        topic.log.advance(Duration.ofSeconds(10));
        if (!leaves.gone.isEmpty()) {
            leaves.comeBack(home, options);
            topic.log.advance(Duration.ofSeconds(10));
        }

        Map<String, String> shown = new HashMap<>();
        home.forEach(entry -> shown.put(entry.key(), entry.value()));
        assertThat(leaves.state).isEqualTo(shown);
        topic.log.faults().heal();
        home.close();
        away.close();
        return gone;
    }

    private ListenOptions<String> options() {
        ListenOptions<String> options = random.nextBoolean() ? ListenOptions.fromNow() : ListenOptions.stateFirst();
        ListenOptions<String> keys = random.nextInt(3) == 0 ? options.prefix("k1") : options;
        return random.nextInt(4) == 0 ? keys.coalescing() : keys;
    }

    private void act(TestTopic topic, KafkaCache<String, String> next, Follower leaves, ListenOptions<String> options) {
        switch (random.nextInt(12)) {
            case 0 -> leaveAndComeBack(next, leaves, options);
            case 1 ->
                leaves.within = () -> {
                    leaves.within = () -> {};
                    leaveAndComeBack(next, leaves, options);
                };
            case 2 -> topic.log.advance(Duration.ofMillis(random.nextInt(3_000)));
            case 3 -> topic.log.runUntilIdle();
            case 4, 5 -> steps(topic, random.nextInt(30));
            case 6 -> { // right behind a bookmark, which the other replica may not have reached
                topic.log.advance(Duration.ofMillis(1_100));
                append(topic);
                steps(topic, random.nextInt(8));
                leaveAndComeBack(next, leaves, options);
            }
            default -> append(topic);
        }
    }

    private static void steps(TestTopic topic, int steps) {
        for (int i = steps; i > 0; i--) {
            topic.log.step();
        }
    }

    private static void leaveAndComeBack(
            KafkaCache<String, String> next, Follower leaves, ListenOptions<String> options) {
        if (leaves.token != null) { // before its first token there is nothing to come back to
            leaves.leave();
            leaves.listen(next, options);
        }
    }

    private void append(TestTopic topic) {
        int key = random.nextInt(20);
        if (random.nextInt(4) == 0) {
            topic.log.delete(key % 2, "k" + key);
        } else {
            topic.log.append(key % 2, "k" + key, "v" + random.nextInt(1_000));
        }
    }

    static List<String> of(Follower follower, String partition) {
        return List.copyOf(follower.told).stream()
                .filter(line -> line.startsWith(partition))
                .toList();
    }
}
