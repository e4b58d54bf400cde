package io.kafkacache.internal.listen;

import io.kafkacache.ByteRange;
import io.kafkacache.Cause;
import io.kafkacache.Entry;
import io.kafkacache.HistoryWindow;
import io.kafkacache.Interpreter;
import io.kafkacache.Position;
import io.kafkacache.Positions;
import io.kafkacache.Scan;
import io.kafkacache.Source;
import io.kafkacache.Update;
import io.kafkacache.View;
import io.kafkacache.internal.driver.Driver;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Stands for the reader of a cache of strings: applies batches to a map, publishes them, then runs what waits between two batches. */
final class FakeReader {
    static final Source SOURCE = new Source("users", "id", 0);

    final Subscriptions<String, String> subscriptions;
    final List<Throwable> errors = new CopyOnWriteArrayList<>();
    final Map<String, Entry<String, String>> store = new LinkedHashMap<>();
    int openViews;
    private final ArrayDeque<Runnable> mailbox = new ArrayDeque<>();
    private String topicId = "id";
    private long offset;

    FakeReader(Driver driver) {
        this(driver, new Origin(1, "", true, new HistoryWindow(0, 0)));
    }

    FakeReader(Driver driver, Origin origin) {
        subscriptions = new Subscriptions<>(
                driver,
                new Utf8Keys(),
                new Subscriptions.Reader<>(
                        this::post, this::view, (p, position) -> Position.NO_EPOCH, () -> 100, errors::add),
                origin);
    }

    private synchronized void post(Runnable action) {
        mailbox.add(action);
    }

    /** Runs what waits between two batches. */
    void betweenBatches() {
        for (Runnable action = poll(); action != null; action = poll()) {
            action.run();
        }
    }

    private synchronized @Nullable Runnable poll() {
        return mailbox.poll();
    }

    void ready() {
        subscriptions.ready(place());
        betweenBatches();
    }

    /** Where it stands. */
    Place place() {
        return new Place(topicId, 1, Positions.of(List.of(Position.at(offset))), Positions.of(List.of(Position.at(0))));
    }

    /** A batch of records that changed nothing. */
    void pass(int records) {
        offset += records;
        publish(List.of());
    }

    /** One batch: {@code "key=value"} puts, {@code "key"} deletes. */
    void batch(String... records) {
        List<Update<String, String>> updates = new ArrayList<>();
        for (String record : records) {
            String[] parts = record.split("=", 2);
            Entry<String, String> after =
                    parts.length == 1 ? null : Entry.of(parts[0], parts[1], SOURCE, offset, 1_000 + offset);
            Entry<String, String> before = after == null ? store.remove(parts[0]) : store.put(parts[0], after);
            Entry<String, String> place = Entry.of(parts[0], "", SOURCE, offset++, 0);
            Cause cause = after == null ? Cause.DELETE : Cause.PUT;
            updates.add(new Update<>(parts[0], before, after, place.offset(), place.timestamp(), cause));
        }
        publish(updates);
    }

    private void publish(List<Update<String, String>> updates) {
        subscriptions.publish(subscriptions.wanted() ? Collections.unmodifiableList(updates) : List.of(), place());
        betweenBatches();
    }

    /** Deletes keys without a record, for retention. */
    void retention(String... keys) {
        publish(left(Cause.RETENTION, keys));
    }

    /** Reads the topic again, perhaps another one, in which these keys are no more. */
    void rebuild(String newTopicId, String... keys) {
        topicId = newTopicId;
        subscriptions.rebuilt(left(Cause.REBUILD, keys), place());
        betweenBatches();
    }

    private List<Update<String, String>> left(Cause cause, String... keys) {
        List<Update<String, String>> updates = new ArrayList<>();
        for (String key : keys) {
            updates.add(new Update<>(key, store.remove(key), null, null, null, cause));
        }
        return Collections.unmodifiableList(updates);
    }

    private synchronized View<String, String> view() {
        List<Entry<String, String>> entries = List.copyOf(store.values());
        openViews++;
        return new View<>() {
            @Override
            public Positions positions() {
                return Positions.none();
            }

            @Override
            public long size() {
                return entries.size();
            }

            @Override
            public void forEach(Consumer<? super Entry<String, String>> visitor) {
                entries.forEach(visitor);
            }

            @Override
            public Scan<Entry<String, String>> scan(ByteRange range) {
                throw new AssertionError("listeners scan nothing");
            }

            @Override
            public Scan<String> scanKeys(ByteRange range) {
                throw new AssertionError("listeners scan nothing");
            }

            @Override
            public void close() {
                viewClosed();
            }
        };
    }

    private synchronized void viewClosed() {
        openViews--;
    }

    /** Refuses the key {@code "broken"}. */
    static final class Utf8Keys implements Interpreter<String, String> {
        @Override
        public boolean keysAreBytes() {
            return true;
        }

        @Override
        public byte[] encodeKey(String key) {
            if (key.equals("broken")) {
                throw new IllegalStateException("cannot encode");
            }
            return key.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public @Nullable Entry<String, String> interpret(
                String key,
                Source source,
                long offset,
                long timestampMillis,
                ByteBuffer value,
                @Nullable Headers headers) {
            throw new UnsupportedOperationException("not a store");
        }
    }
}
