package io.kafkacache.scripted;

import io.kafkacache.Position;
import io.kafkacache.internal.log.LogException;
import io.kafkacache.internal.log.TopicDescription;
import io.kafkacache.internal.log.TopicSettings;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The state that a scripted log, its readers, writers and ports share. Its monitor guards all of it, theirs included; no code of a user and no
 * future's completion runs within.
 */
final class Topic {
    private static final long DAY_MILLIS = 24L * 60 * 60 * 1000;

    final String name;
    final ScriptedFaults faults = new ScriptedFaults(this);
    final List<ScriptedReader> readers = new ArrayList<>();
    final List<ScriptedWriter> writers = new ArrayList<>();

    /** By group. */
    final Map<String, GroupPositions> groups = new TreeMap<>();

    final Map<AdminCall, Integer> calls = new EnumMap<>(AdminCall.class);
    TopicSettings settings = new TopicSettings(true, false, DAY_MILLIS);
    long polls;
    long sends;
    int openPorts;

    /** Replaced at most once, before a cache is opened. */
    volatile Motion motion;

    private List<PartitionLog> partitions = List.of();
    private boolean exists;
    private int incarnation;

    /** In the form Kafka's tools print: 22 characters; another one for each topic and incarnation. */
    private String id = "";

    Topic(String name, int partitions, Motion motion) {
        this.name = name;
        this.motion = motion;
        synchronized (this) {
            create(partitions);
        }
    }

    /** Counts how often the topic was created. */
    int incarnation() {
        return incarnation;
    }

    boolean exists() {
        return exists;
    }

    int partitions() {
        return partitions.size();
    }

    String id() {
        return id;
    }

    TopicDescription description() {
        return new TopicDescription(id, partitions.size(), "scripted-cluster");
    }

    void create(int count) {
        if (exists) {
            throw new IllegalStateException("topic " + name + " exists");
        }
        partitions = new ArrayList<>();
        grow(count);
        exists = true;
        incarnation++;
        id = "%08xscripted%06d".formatted(name.hashCode(), incarnation);
    }

    void delete() {
        exists = false;
        partitions = List.of();
        faults.leadersGone();
        changed();
    }

    void grow(int count) {
        if (count < 1 || count < partitions.size()) {
            throw new IllegalArgumentException(
                    "topic " + name + " has " + partitions.size() + " partitions and cannot have " + count);
        }
        while (partitions.size() < count) {
            partitions.add(new PartitionLog(partitions.size()));
        }
        changed();
    }

    /** The partition for a test, which made it. */
    PartitionLog partition(int partition) {
        PartitionLog log = find(partition);
        if (log == null) {
            throw new IllegalArgumentException("topic " + name + " has no partition " + partition + " but "
                    + (exists ? partitions.size() + " of them" : "does not exist"));
        }
        return log;
    }

    /** The partition for a client; null where there is none. */
    @Nullable
    PartitionLog find(int partition) {
        return partition >= 0 && partition < partitions.size() ? partitions.get(partition) : null;
    }

    LogException missing() {
        return new LogException(LogException.Kind.TOPIC_MISSING, "topic " + name + " does not exist; create it", null);
    }

    /** Tells whoever waits to read that something may have changed for it. */
    void changed() {
        notifyAll();
        for (ScriptedReader reader : readers) {
            reader.changed();
        }
    }

    /** What a group committed last. */
    record GroupPositions(Map<Integer, Position> positions, String metadata) {}
}
