package io.kafkacache.scripted;

import io.kafkacache.Isolation;
import io.kafkacache.Position;
import io.kafkacache.internal.driver.Driver;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.LogReader;
import io.kafkacache.internal.log.RecordBatch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads a scripted log as a consumer with assigned partitions does. Its state is guarded by the topic's lock. */
final class ScriptedReader implements LogReader {
    private final Topic topic;
    private final Isolation isolation;

    /** Finds a second thread in here, as a consumer does. */
    private final AtomicReference<@Nullable Thread> user = new AtomicReference<>();

    private final List<Place> places = new ArrayList<>();
    private final Scratch scratch = new Scratch();
    private final BitSet stalled = new BitSet();

    /** With which partition the next poll begins, so that a poll limit starves none. */
    private int turn;

    private boolean wakeup;
    private boolean broken;
    private boolean closed;
    private boolean abandoned;

    /** The activity that polled last, and rests in the place of a poll that waits. */
    private Driver.@Nullable Activity polling;

    ScriptedReader(Topic topic, Isolation isolation) {
        this.topic = topic;
        this.isolation = isolation;
        topic.readers.add(this);
    }

    @Override
    public void assign(Map<Integer, Position> from) {
        enter();
        try {
            synchronized (topic) {
                checkUsable();
                places.clear();
                new TreeMap<>(from).forEach((partition, position) -> places.add(new Place(partition, position)));
            }
        } finally {
            user.set(null);
        }
    }

    @Override
    public RecordBatch poll(Duration maxWait) {
        enter();
        try {
            synchronized (topic) {
                checkUsable();
                topic.polls++;
                polling = topic.motion.current();
                scratch.invalidate();
                return topic.motion.blocks() ? readOrWait(maxWait.toNanos()) : read(maxWait.toNanos());
            }
        } finally {
            user.set(null);
        }
    }

    private RecordBatch readOrWait(long waitNanos) {
        long since = topic.motion.nanoTime();
        while (true) {
            ScriptedBatch batch = read(0);
            long left = waitNanos - (topic.motion.nanoTime() - since);
            if (batch.moved() || wakeup || left <= 0) {
                wakeup = false;
                return batch;
            }
            checkUsable();
            try {
                TimeUnit.NANOSECONDS.timedWait(topic, Math.max(left, 1_000_000));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return batch;
            }
        }
    }

    private ScriptedBatch read(long restNanos) {
        LogException planned = topic.faults.nextPoll();
        if (planned != null) {
            broken = true;
            throw planned;
        }
        List<ScriptedRecord> records = new ArrayList<>();
        Map<Integer, Position> moved = new HashMap<>();
        if (topic.exists() && !topic.faults.pollsGiveNothing()) {
            checkPlaces();
            for (int index = 0; index < places.size() && records.size() < topic.faults.pollLimit(); index++) {
                read(places.get((turn + index) % places.size()), records, moved);
            }
            turn++;
        }
        return new ScriptedBatch(scratch, records, moved, moved.isEmpty() ? restNanos : 0);
    }

    private void checkPlaces() {
        for (Place place : places) {
            PartitionLog log = topic.find(place.partition);
            if (log != null && !leavesOut(place.partition)) {
                place.check(topic, log);
            }
        }
    }

    private void read(Place place, List<ScriptedRecord> records, Map<Integer, Position> moved) {
        PartitionLog log = topic.find(place.partition);
        if (log == null || leavesOut(place.partition)) {
            return;
        }
        long next = log.read(place.offset, isolation, topic.faults.pollLimit() - records.size(), records);
        if (next != place.offset) {
            place.offset = next;
            place.epoch = log.epochs().at(next - 1);
            moved.put(place.partition, place.position());
        }
    }

    private boolean leavesOut(int partition) {
        return stalled.get(partition) || topic.faults.isThrottled(partition);
    }

    /** Gets nothing more of a partition. Called under the topic's lock. */
    void stall(int partition) {
        stalled.set(partition);
    }

    private void checkUsable() {
        if (abandoned) {
            throw ScriptedPort.closedLog();
        }
        if (broken || closed) {
            throw new IllegalStateException(
                    "this reader " + (closed ? "is closed" : "has failed and is to be closed; open another one"));
        }
    }

    private void enter() {
        Thread here = Thread.currentThread();
        if (!user.compareAndSet(null, here)) {
            throw new IllegalStateException("a reader is for one thread, and another one is using it");
        }
    }

    @Override
    public void wakeup() {
        synchronized (topic) {
            wakeup = topic.motion.blocks();
            topic.notifyAll();
            changed();
        }
    }

    /** There may be something to read; called under the topic's lock. */
    void changed() {
        if (polling != null) {
            polling.wake();
        }
    }

    /** Its port is closed; whoever still polls is told so. Called under the topic's lock. */
    void abandon() {
        abandoned = true;
        close();
    }

    @Override
    public void close() {
        synchronized (topic) {
            closed = true;
            topic.readers.remove(this);
            topic.notifyAll();
        }
    }
}
