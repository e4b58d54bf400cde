package io.kafkacache.scripted;

import io.kafkacache.Position;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** What one poll of a scripted log gave. */
final class ScriptedBatch implements RecordBatch {
    private final Scratch scratch;
    private final List<ScriptedRecord> records;
    private final Map<Integer, Position> nextPositions;
    private final long restNanos;
    private int index = -1;

    ScriptedBatch(Scratch scratch, List<ScriptedRecord> records, Map<Integer, Position> nextPositions, long restNanos) {
        this.scratch = scratch;
        this.records = records;
        this.nextPositions = Collections.unmodifiableMap(nextPositions);
        this.restNanos = restNanos;
    }

    boolean moved() {
        return !nextPositions.isEmpty();
    }

    @Override
    public boolean next() {
        if (index < records.size()) {
            index++;
        }
        return index < records.size();
    }

    @Override
    public void rewind() {
        index = -1;
    }

    private ScriptedRecord current() {
        return records.get(index);
    }

    @Override
    public int partition() {
        return current().partition;
    }

    @Override
    public long offset() {
        return current().offset;
    }

    @Override
    public long timestampMillis() {
        return current().timestampMillis;
    }

    @Override
    public int leaderEpoch() {
        return current().leaderEpoch();
    }

    @Override
    public @Nullable ByteBuffer key() {
        return scratch.view(current().key);
    }

    @Override
    public @Nullable ByteBuffer value() {
        return scratch.view(current().value);
    }

    @Override
    public Headers headers() {
        return current().headers;
    }

    @Override
    public int count() {
        return records.size();
    }

    @Override
    public Map<Integer, Position> nextPositions() {
        return nextPositions;
    }

    @Override
    public long restNanos() {
        return restNanos;
    }
}
