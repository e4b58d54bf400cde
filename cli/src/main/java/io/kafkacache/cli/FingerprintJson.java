package io.kafkacache.cli;

import io.kafkacache.Fingerprint;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A fingerprint out of the JSON of a status, or of {@link Fingerprint#toJson}; what else stands there is passed over. */
final class FingerprintJson {
    private static final Pattern SUM = Pattern.compile("[0-9a-fA-F]{1,16}");

    private final String from;

    private FingerprintJson(String from) {
        this.from = from;
    }

    /**
     * Reads it.
     *
     * @param from what the user calls it
     * @throws CommandException where it is no such JSON
     */
    static Fingerprint parse(String from, byte[] json) {
        FingerprintJson reading = new FingerprintJson(from);
        JsonNode root;
        try {
            root = JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            throw reading.malformed("it is not JSON");
        }
        return reading.fingerprint(root);
    }

    private Fingerprint fingerprint(JsonNode root) {
        JsonNode partitions = root.get("partitions");
        if (!root.isObject() || partitions == null || !partitions.isArray()) {
            throw malformed("it has no partitions");
        }
        JsonNode topicId = root.get("topicId");
        if (topicId == null || !topicId.isString()) {
            throw malformed("it has no topicId");
        }
        if (partitions.isEmpty()) {
            throw malformed("it has no partitions, as before the process was ready");
        }
        List<Fingerprint.Sums> sums = new ArrayList<>();
        for (JsonNode partition : partitions) {
            if (number(partition.get("partition"), "partition") != sums.size()) {
                throw malformed("its partitions are not in order from 0");
            }
            sums.add(sums(sums.size(), partition));
        }
        return new Fingerprint(topicId.stringValue(), sums);
    }

    private Fingerprint.Sums sums(int partition, JsonNode node) {
        long position = number(node.get("position"), "position");
        JsonNode pairs = node.get("sums");
        if (pairs == null || !pairs.isArray() || pairs.isEmpty()) {
            long sum = hex(node.get("fingerprint"));
            return new Fingerprint.Sums(partition, position, new long[] {position}, new long[] {sum});
        }
        long[] positions = new long[pairs.size()];
        long[] values = new long[pairs.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[i] = number(pairs.get(i).get(0), "position of a sum");
            values[i] = hex(pairs.get(i).get(1));
            if (i > 0 && positions[i] <= positions[i - 1]) {
                throw malformed("its sums are not in the order of their positions");
            }
        }
        return new Fingerprint.Sums(partition, Math.max(position, positions[positions.length - 1]), positions, values);
    }

    private long number(@Nullable JsonNode node, String name) {
        if (node == null || !node.isIntegralNumber() || !node.canConvertToLong() || node.longValue() < 0) {
            throw malformed("a " + name + " is no number from 0");
        }
        return node.longValue();
    }

    private long hex(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            throw malformed("a partition has no fingerprint, as before the process was ready");
        }
        if (!node.isString() || !SUM.matcher(node.stringValue()).matches()) {
            throw malformed("a fingerprint is no string of 1 to 16 hexadecimal digits");
        }
        return HexFormat.fromHexDigitsToLong(node.stringValue());
    }

    private CommandException malformed(String why) {
        return new CommandException(
                ExitCode.USAGE,
                "--against " + from + ": " + why
                        + "; it takes what 'kafka-cache status --json' or Fingerprint.toJson() gives");
    }
}
