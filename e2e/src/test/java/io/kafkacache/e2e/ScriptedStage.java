package io.kafkacache.e2e;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import io.kafkacache.internal.log.LogPort;
import io.kafkacache.scripted.ScriptedLog;
import io.kafkacache.scripted.ScriptedTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A script on a scripted log. */
final class ScriptedStage implements Stage {
    final ScriptedLog log;
    private final List<LogPort> ports = new ArrayList<>();

    ScriptedStage(String topic, int partitions) {
        log = ScriptedLog.create(topic, partitions);
    }

    @Override
    public LogPort port(Isolation isolation) {
        LogPort port = log.open(new LogSettings(log.topic(), "test", isolation, "nowhere", Map.of()));
        ports.add(port);
        return port;
    }

    @Override
    public void append(int partition, String key, @Nullable String value) {
        log.append(partition, key, value);
    }

    @Override
    public Transaction begin() {
        ScriptedTransaction transaction = log.begin();
        return new Transaction() {
            @Override
            public void append(int partition, String key, @Nullable String value) {
                transaction.append(partition, key, value);
            }

            @Override
            public void commit() {
                transaction.commit();
            }

            @Override
            public void abort() {
                transaction.abort();
            }
        };
    }

    @Override
    public void trim(int partition, long start) {
        log.partition(partition).trim(start);
    }

    @Override
    public void compact(int partition) {
        log.partition(partition).compact(log.partition(partition).end() - 1, false);
    }

    @Override
    public void grow(int partitions) {
        log.addPartitions(partitions);
    }

    @Override
    public void recreate(int partitions) {
        log.recreateTopic(partitions);
    }

    @Override
    public void close() {
        ports.forEach(LogPort::close);
    }
}
