package io.kafkacache.internal.listen;

import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.RecordOffset;
import io.kafkacache.Source;
import io.kafkacache.Update;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Updates, entries and places to test with. */
final class Updates {
    private Updates() {}

    static Entry<String, String> entry(String key, String value, int partition, long offset) {
        return Entry.of(key, value, new Source("users", "id", partition), offset, offset);
    }

    static Update<String, String> put(
            String key, @Nullable Entry<String, String> before, String value, int partition, long offset) {
        Entry<String, String> after = entry(key, value, partition, offset);
        return new Update<>(key, before, after, after.offset(), after.timestamp(), Cause.PUT);
    }

    static Update<String, String> delete(Entry<String, String> before, int partition, long offset) {
        RecordOffset place = new RecordOffset("users", "id", partition, offset);
        return new Update<>(before.key(), before, null, place, Instant.ofEpochMilli(offset), Cause.DELETE);
    }

    static Update<String, String> retention(Entry<String, String> before) {
        return new Update<>(before.key(), before, null, null, null, Cause.RETENTION);
    }

    static Positions positions(long... offsets) {
        return Positions.of(Arrays.stream(offsets).mapToObj(Position::at).toList());
    }

    /** A place whose partitions start at 0. */
    static Place place(long... offsets) {
        return new Place("id", 1, positions(offsets), positions(new long[offsets.length]));
    }
}
