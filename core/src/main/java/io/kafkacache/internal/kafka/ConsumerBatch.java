package io.kafkacache.internal.kafka;

import io.kafkacache.Position;
import io.kafkacache.internal.log.RecordBatch;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** The cursor over what a consumer's poll returned; one object for all polls of a reader, and none for a record. The reader's thread. */
final class ConsumerBatch implements RecordBatch {
    private ConsumerRecords<ByteBuffer, ByteBuffer> records = ConsumerRecords.empty();
    private Map<Integer, Position> nextPositions = Map.of();
    private long restNanos;

    private Iterator<TopicPartition> partitions = Collections.emptyIterator();
    private List<ConsumerRecord<ByteBuffer, ByteBuffer>> ofPartition = List.of();
    private int index;
    private @Nullable ConsumerRecord<ByteBuffer, ByteBuffer> current;

    ConsumerBatch reset(ConsumerRecords<ByteBuffer, ByteBuffer> polled, Map<Integer, Position> next, long rest) {
        records = polled;
        nextPositions = next;
        restNanos = rest;
        rewind();
        return this;
    }

    @Override
    public void rewind() {
        partitions = records.partitions().iterator();
        ofPartition = List.of();
        index = 0;
        current = null;
    }

    @Override
    public boolean next() {
        while (index == ofPartition.size()) {
            if (!partitions.hasNext()) {
                current = null;
                return false;
            }
            ofPartition = records.records(partitions.next());
            index = 0;
        }
        current = ofPartition.get(index++);
        return true;
    }

    private ConsumerRecord<ByteBuffer, ByteBuffer> current() {
        return Objects.requireNonNull(current, "no record: next() was not called, or has returned false");
    }

    @Override
    public int partition() {
        return current().partition();
    }

    @Override
    public long offset() {
        return current().offset();
    }

    @Override
    public long timestampMillis() {
        return current().timestamp();
    }

    @Override
    public int leaderEpoch() {
        return current().leaderEpoch().orElse(Position.NO_EPOCH);
    }

    @Override
    public @Nullable ByteBuffer key() {
        return current().key();
    }

    @Override
    public @Nullable ByteBuffer value() {
        return current().value();
    }

    @Override
    public Headers headers() {
        return current().headers();
    }

    @Override
    public int count() {
        return records.count();
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
