package io.kafkacache.cli;

import io.kafkacache.Entry;
import io.kafkacache.RecordOffset;
import io.kafkacache.Rejection;
import io.kafkacache.Update;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Entries and updates as lines of NDJSON. Immutable. */
final class EntryLine {
    private final Form<?> keys;
    private final Form<?> values;

    EntryLine(Form<?> keys, Form<?> values) {
        this.keys = keys;
        this.values = values;
    }

    byte[] of(Entry<Stored, Stored> entry) {
        JsonLine line = key(entry.key());
        Rejection rejection = entry.rejection();
        if (rejection != null) {
            return line.member("rejected", rejection.message()).end().bytes();
        }
        values.write(entry.value(), line.name("value"));
        place(line, entry.offset(), entry.timestampMillis());
        return line.end().bytes();
    }

    byte[] of(Update<? extends Stored, ? extends Stored> update) {
        JsonLine line = key(update.key());
        Entry<? extends Stored, ? extends Stored> after = update.after();
        Rejection rejection = after == null ? null : after.rejection();
        if (rejection != null) {
            line.member("rejected", rejection.message());
        } else if (after == null) {
            line.member("value", (String) null);
        } else {
            values.write(after.value(), line.name("value"));
        }
        place(
                line,
                update.offset(),
                update.timestamp() == null ? null : update.timestamp().toEpochMilli());
        return line.member("cause", update.cause().name().toLowerCase(Locale.ROOT))
                .end()
                .bytes();
    }

    private JsonLine key(Stored key) {
        JsonLine line = new JsonLine();
        keys.write(key, line.name("key"));
        return line;
    }

    private static void place(JsonLine line, @Nullable RecordOffset offset, @Nullable Long timestampMillis) {
        line.member("partition", offset == null ? null : (Integer) offset.partition())
                .member("offset", offset == null ? null : (Long) offset.offset())
                .member("timestamp", timestampMillis);
    }
}
