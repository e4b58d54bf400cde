package io.kafkacache.scripted;

import io.kafkacache.Position;
import java.util.Map;
import java.util.Set;

/** What caches did on a scripted log. Live: each call tells the state of that moment. Safe for any thread. */
public final class ScriptedUsage {
    private final Topic topic;

    ScriptedUsage(Topic topic) {
        this.topic = topic;
    }

    /**
     * How often caches polled.
     *
     * @return the number of polls
     */
    public long polls() {
        synchronized (topic) {
            return topic.polls;
        }
    }

    /**
     * How many records caches sent, whatever became of them.
     *
     * @return the number of sends
     */
    public long sends() {
        synchronized (topic) {
            return topic.sends;
        }
    }

    /**
     * How often caches asked the brokers, failed and unanswered calls included.
     *
     * @param call what for
     * @return the number of calls
     */
    public int adminCalls(AdminCall call) {
        synchronized (topic) {
            return topic.calls.getOrDefault(call, 0);
        }
    }

    /**
     * Readers that are not closed.
     *
     * @return their number; 0 once every cache is closed
     */
    public int openReaders() {
        synchronized (topic) {
            return topic.readers.size();
        }
    }

    /**
     * Writers that are not closed.
     *
     * @return their number; 0 once every cache is closed
     */
    public int openWriters() {
        synchronized (topic) {
            return topic.writers.size();
        }
    }

    /**
     * Accesses to this log, one for each cache or writer, that are not closed.
     *
     * @return their number; 0 once every cache is closed
     */
    public int openPorts() {
        synchronized (topic) {
            return topic.openPorts;
        }
    }

    /**
     * The groups that have committed positions.
     *
     * @return a copy of their names
     */
    public Set<String> groups() {
        synchronized (topic) {
            return Set.copyOf(topic.groups.keySet());
        }
    }

    /**
     * What a group committed.
     *
     * @param group the group
     * @return a copy, by partition; empty where it committed nothing
     */
    public Map<Integer, Position> committed(String group) {
        synchronized (topic) {
            Topic.GroupPositions found = topic.groups.get(group);
            return found == null ? Map.of() : Map.copyOf(found.positions());
        }
    }

    /**
     * The metadata of a group's last commit.
     *
     * @param group the group
     * @return the metadata; empty where it committed nothing
     */
    public String committedMetadata(String group) {
        synchronized (topic) {
            Topic.GroupPositions found = topic.groups.get(group);
            return found == null ? "" : found.metadata();
        }
    }
}
