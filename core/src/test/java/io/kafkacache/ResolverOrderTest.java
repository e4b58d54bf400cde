package io.kafkacache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What stands follows from the log alone: live as in replay, on either store, in whatever order the partitions come. */
class ResolverOrderTest {
    private static final List<String> ORGANIZATIONS = List.of("acme", "bolt", "cord", "dull");
    private static final List<String> PEOPLE = List.of("ann", "bob", "cat", "dan", "eve");

    @RegisterExtension
    final TestTopic topic = new TestTopic(3);

    private final Members members = new Members(topic);

    @Test
    void randomLogsEndAsTheyWouldByThinking() {
        for (long seed = 0; seed < 40; seed++) {
            try {
                run(new Random(seed), seed % 2 == 0 ? "heap" : "sorted", seed % 4 < 2);
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }

    private void run(Random random, String store, boolean readsBeforeReady) {
        topic.log.recreateTopic(3);
        topic.log.faults().pollLimit(1 + random.nextInt(5));
        write(random, random.nextInt(20));
        ResolvedCache<String, String, String, String> cache =
                members.openReady(b -> b.store(store).readsBeforeReady(readsBeforeReady));
        Follower follower = new Follower();
        follower.listen(cache, ListenOptions.stateFirst());
        Index<String, String, String> byRole = cache.index("role", List::of);
        for (int round = 0; round < 6; round++) {
            write(random, random.nextInt(12));
            if (random.nextInt(4) == 0) {
                topic.log.partition(random.nextInt(3)).compact(false);
            }
            cache.sync().join();
            topic.log.runUntilIdle();
            Map<String, @Nullable String> expected = Members.expected(topic);

            assertThat(TestTopic.contents(cache)).isEqualTo(expected);
            assertThat(cache.size()).isEqualTo(expected.size());
            assertThat(follower.state).isEqualTo(expected);
            assertThat(cache.scanKeys(KeyRange.all())).containsExactlyElementsOf(expected.keySet());
            assertThat(byRole.entries("admin").stream().map(Entry::key).collect(Collectors.toSet()))
                    .isEqualTo(expected.keySet().stream()
                            .filter(person -> "admin".equals(expected.get(person)))
                            .collect(Collectors.toSet()));
            try (ReadableCache<String, String> fresh = members.openReady(b -> b.store(store))) {
                assertThat(TestTopic.contents(fresh)).as("a fresh cache").isEqualTo(expected);
            }
        }
        follower.leave();
        cache.close();
    }

    private void write(Random random, int records) {
        for (int i = 0; i < records; i++) {
            int partition = random.nextInt(3);
            String organization = ORGANIZATIONS.get(random.nextInt(ORGANIZATIONS.size()));
            Instant time = topic.log.now().plusMillis(random.nextInt(4)); // seldom in order, often the same
            String value = random.nextInt(5) == 0
                    ? null
                    : PEOPLE.stream()
                            .filter(person -> random.nextInt(3) == 0)
                            .map(person ->
                                    person + "=" + List.of("admin", "guest").get(random.nextInt(2)))
                            .collect(Collectors.joining(" "));
            topic.log.append(partition, organization, value, time);
        }
    }
}
