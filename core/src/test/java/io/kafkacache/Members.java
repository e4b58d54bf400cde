package io.kafkacache;

import io.kafkacache.codec.Codecs;
import io.kafkacache.scripted.ScriptedRecord;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Organizations as records, their members as entries: the record {@code acme} with the value {@code ann=admin bob=guest} yields {@code ann} and {@code
 * bob}.
 */
final class Members {
    /** Values that are not lists of members: each breaks the resolver in its own way. */
    static final String THROWS = "!throws";

    static final String NOTHING = "!nothing";
    static final String NULL_KEY = "!null key";
    static final String NULL_VALUE = "!null value";
    static final String TWICE = "!twice";
    static final String UNENCODABLE = "!unencodable";

    private final TestTopic topic;

    Members(TestTopic topic) {
        this.topic = topic;
    }

    Builder<String, String, String, String, ResolvedCache<String, String, String, String>> builder() {
        return topic.builder().resolver("members", Codecs.utf8(), Codecs.utf8(), Members::of);
    }

    ResolvedCache<String, String, String, String> openReady() {
        return openReady(builder -> builder);
    }

    ResolvedCache<String, String, String, String> openReady(
            UnaryOperator<Builder<String, String, String, String, ResolvedCache<String, String, String, String>>>
                    options) {
        ResolvedCache<String, String, String, String> members =
                topic.closing(options.apply(builder()).open());
        members.awaitReady(TestTopic.PATIENCE);
        return members;
    }

    /** What a cache shows that was opened now. */
    Map<String, @Nullable String> fresh() {
        return TestTopic.contents(openReady());
    }

    @SuppressWarnings("NullAway") // a resolver that breaks its contract
    static Map<String, String> of(String organization, String value) {
        Map<String, String> members = new LinkedHashMap<>();
        switch (value) {
            case THROWS -> throw new IllegalStateException("secret " + value);
            case NOTHING -> {
                return null;
            }
            case NULL_KEY -> members.put(null, "admin");
            case NULL_VALUE -> members.put("ann", null);
            case TWICE -> {
                Map<String, String> twice = new TreeMap<>(
                        (one, other) -> one.equals(other) ? 1 : one.compareTo(other)); // takes no two keys for one
                twice.put("ann", "admin");
                twice.put("ann", "guest");
                return twice;
            }
            case UNENCODABLE -> members.put("\uD800", "admin");
            default -> {
                for (String member : value.isEmpty() ? new String[0] : value.split(" ", -1)) {
                    members.put(member.substring(0, member.indexOf('=')), member.substring(member.indexOf('=') + 1));
                }
            }
        }
        return members;
    }

    /** What is to stand for what the log holds: said once more, as simply as it can be. */
    static Map<String, @Nullable String> expected(TestTopic topic) {
        Map<String, Written> newest = new HashMap<>(); // by partition and key
        for (int p = 0; p < topic.log.partitions(); p++) {
            for (ScriptedRecord record : topic.log.partition(p).history()) {
                String key = Objects.requireNonNull(record.keyText());
                newest.put(
                        p + "/" + key,
                        new Written(p, record.offset(), record.timestampMillis(), key, record.valueText()));
            }
        }
        Map<String, Written> counting = new HashMap<>();
        newest.values().forEach(record -> counting.merge(record.key, record, Written::later));
        Map<String, Written> owners = new HashMap<>();
        counting.values().stream().filter(record -> record.value != null).forEach(record -> of(record.key, record.value)
                .keySet()
                .forEach(member -> owners.merge(member, record, Written::later)));
        Map<String, @Nullable String> expected = new TreeMap<>();
        owners.forEach((member, record) -> expected.put(
                member, of(record.key, Objects.requireNonNull(record.value)).get(member)));
        return expected;
    }

    private record Written(
            int partition,
            long offset,
            long timestamp,
            String key,
            @Nullable String value) {
        static Written later(Written one, Written other) {
            if (one.timestamp != other.timestamp) {
                return one.timestamp > other.timestamp ? one : other;
            }
            if (one.partition != other.partition) {
                return one.partition > other.partition ? one : other;
            }
            return one.offset > other.offset ? one : other;
        }
    }
}
