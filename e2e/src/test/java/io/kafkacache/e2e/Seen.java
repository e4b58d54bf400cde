package io.kafkacache.e2e;

import static io.kafkacache.e2e.Logs.described;
import static io.kafkacache.e2e.Logs.get;

import io.kafkacache.Position;
import io.kafkacache.internal.log.EndKind;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.TopicDescription;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What a reader that begins at the start sees of a topic: without epochs, which a script on a single broker does not change.
 *
 * @param partitions how many there are
 * @param starts where each begins
 * @param targets where each ends
 * @param heads where readers are held
 * @param records {@code partition@offset key=value}, in order
 * @param positions where the reader stands when it is at the heads
 */
record Seen(
        int partitions,
        Map<Integer, Long> starts,
        Map<Integer, Long> targets,
        Map<Integer, Long> heads,
        List<String> records,
        Map<Integer, Long> positions) {
    static Seen of(LogPort port) {
        TopicDescription topic = described(port);
        Set<Integer> partitions = IntStream.range(0, topic.partitions()).boxed().collect(Collectors.toSet());
        Map<Integer, Position> starts = get(port.ends(partitions, EndKind.START));
        Map<Integer, Position> targets = get(port.ends(partitions, EndKind.TARGET));
        Map<Integer, Position> heads = get(port.ends(partitions, EndKind.HEAD));
        Map<Integer, Position> toRead = new TreeMap<>(heads);
        toRead.entrySet()
                .removeIf(head -> head.getValue().offset()
                        == starts.getOrDefault(head.getKey(), Position.at(0)).offset());
        try (LogReader reader = port.openReader()) {
            reader.assign(starts);
            Logs.Reading reading = Logs.readTo(reader, toRead);
            return new Seen(
                    topic.partitions(),
                    offsets(starts),
                    offsets(targets),
                    offsets(heads),
                    reading.records().stream().sorted(Seen::byPlace).toList(),
                    offsets(reading.positions()));
        }
    }

    private static int byPlace(String one, String other) {
        return Long.compare(place(one), place(other));
    }

    private static long place(String record) {
        int at = record.indexOf('@');
        return (Long.parseLong(record.substring(0, at)) << 32)
                + Long.parseLong(record.substring(at + 1, record.indexOf(' ')));
    }

    private static Map<Integer, Long> offsets(Map<Integer, Position> positions) {
        Map<Integer, Long> offsets = new TreeMap<>();
        positions.forEach((partition, position) -> offsets.put(partition, position.offset()));
        return offsets;
    }
}
