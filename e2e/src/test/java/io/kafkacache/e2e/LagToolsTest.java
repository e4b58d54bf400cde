package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.get;
import static io.kafkacache.e2e.Until.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.Isolation;
import io.kafkacache.KafkaCache;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.tools.consumer.group.ConsumerGroupCommand;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cache as Kafka's own {@code kafka-consumer-groups} shows it. */
@OnKafka
class LagToolsTest {
    @RegisterExtension
    final OneTopic topic = new OneTopic();

    @Test
    void theGroupStandsAtTheEndOnceReadyAndLeavesOnClose() throws Exception {
        topic.create(2);
        topic.write(0, "a", "1");
        topic.write(0, "b", "1");
        topic.write(1, "c", "1");
        String group = "pod-" + topic.name();

        KafkaCache<String, String> cache =
                topic.open(topic.cache(Isolation.READ_COMMITTED).readOnly(false).open());
        cache.awaitReady(PATIENCE);

        Until.holds("it is told at the end", () -> described(group)
                .equals(List.of(group + " " + topic.name() + " 0 2 2 0", group + " " + topic.name() + " 1 1 1 0")));

        get(cache.put("d", "1").thenCompose(cache::await));

        Until.holds(
                "it follows",
                () -> described(group).stream().allMatch(row -> row.endsWith(" 0"))
                        && described(group).stream().anyMatch(row -> row.endsWith(" 3 3 0") || row.endsWith(" 2 2 0")));

        cache.close();

        assertThat(groups()).doesNotContain(group);
    }

    @Test
    void aSecondCacheOfATopicHasAGroupOfItsOwn() throws Exception {
        topic.create(1);
        topic.write(0, "a", "1");
        String group = "pod-" + topic.name();

        KafkaCache<String, String> first = topic.open(Isolation.READ_COMMITTED);
        KafkaCache<String, String> second =
                topic.open(topic.cache(Isolation.READ_COMMITTED).name("second").open());
        first.awaitReady(PATIENCE);
        second.awaitReady(PATIENCE);

        Until.holds("both are told", () -> groups().containsAll(List.of(group, group + ".second")));
        assertThat(described(group + ".second")).containsExactly(group + ".second " + topic.name() + " 0 1 1 0");

        first.close();

        assertThat(groups()).doesNotContain(group).contains(group + ".second");

        second.close();

        assertThat(groups()).doesNotContain(group + ".second");
    }

    @Test
    void eachCommitCarriesAStamp() throws Exception {
        topic.create(1);
        topic.write(0, "a", "1");
        long before = System.currentTimeMillis();

        KafkaCache<String, String> cache =
                topic.open(topic.cache(Isolation.READ_COMMITTED).name("stamped").open());
        cache.awaitReady(PATIENCE);

        Until.holds("it is told", () -> groups().contains("pod-" + topic.name()));
        List<String> stamps = topic
                .kafka()
                .admin()
                .listConsumerGroupOffsets("pod-" + topic.name())
                .partitionsToOffsetAndMetadata()
                .get()
                .values()
                .stream()
                .map(OffsetAndMetadata::metadata)
                .toList();
        assertThat(stamps).singleElement().satisfies(stamp -> {
            assertThat(stamp).matches("kafka-cache/1 stamped \\d+");
            assertThat(Long.parseLong(stamp.substring(stamp.lastIndexOf(' ') + 1)))
                    .isBetween(before, System.currentTimeMillis());
        });
    }

    private List<String> groups() {
        return Arrays.asList(command("--list").split("\\R"));
    }

    /** Group, topic, partition, position, end and lag of each row. */
    private List<String> described(String group) {
        return Stream.of(command("--describe", "--group", group).split("\\R"))
                .map(row -> row.split("\\s+"))
                .filter(row -> row.length > 6 && row[0].equals(group))
                .map(row -> String.join(" ", Arrays.asList(row).subList(0, 6)))
                .sorted()
                .toList();
    }

    private String command(String... arguments) {
        PrintStream stdout = System.out;
        PrintStream stderr = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setOut(new PrintStream(said, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(
                OutputStream.nullOutputStream(),
                false,
                StandardCharsets.UTF_8)); // it remarks that nobody is subscribed
        try {
            ConsumerGroupCommand.main(Stream.concat(
                            Stream.of("--bootstrap-server", topic.kafka().bootstrapServers()), Stream.of(arguments))
                    .toArray(String[]::new));
        } finally {
            System.setOut(stdout);
            System.setErr(stderr);
        }
        return said.toString(StandardCharsets.UTF_8);
    }
}
