package io.kafkacache.e2e.simulation;

import io.kafkacache.KafkaCache;
import io.kafkacache.MaxStaleness;
import io.kafkacache.ReadableCache;
import io.kafkacache.codec.Codecs;
import io.kafkacache.e2e.simulation.history.MutationRule;
import io.kafkacache.scripted.ScriptedLog;
import java.time.Duration;

/** Another topic and a cache of it, by which caches of this one judge changes. It is not judged here, and fails reads where it is cut off for long. */
final class Others implements AutoCloseable {
    private static final Duration MUTE_AFTER = Duration.ofSeconds(12);

    private final ScriptedLog log;
    private final ReadableCache<String, String> cache;

    Others(World world) {
        log = world.log().another("others", 1);
        for (int i = 0; i < MutationRule.OTHERS; i++) {
            log.append(0, MutationRule.other(i), "is there");
        }
        cache = KafkaCache.builder(log.topic(), Codecs.utf8(), Codecs.utf8())
                .log(log)
                .name("o" + world.seed())
                .identity("simulation")
                .maxStaleness(MaxStaleness.failReadsAfter(MUTE_AFTER))
                .open();
    }

    ReadableCache<String, String> cache() {
        return cache;
    }

    /** Takes one of them away, or brings it back. */
    void turn(int number) {
        String key = MutationRule.other(number);
        boolean there = log.partition(0).history().stream()
                .filter(record -> key.equals(record.keyText()))
                .reduce((earlier, later) -> later)
                .filter(record -> record.valueText() != null)
                .isPresent();
        log.append(0, key, there ? null : "is there again");
    }

    /** Cuts the cache off from the brokers, or connects it again. */
    void cutOff(boolean off) {
        if (off) {
            log.faults().disconnect();
        } else {
            log.faults().reconnect();
        }
    }

    @Override
    public void close() {
        log.faults().heal();
        cache.close();
    }
}
