package io.kafkacache.model;

import io.kafkacache.KafkaCache;
import io.kafkacache.RecordOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** A {@code sync}, or a write with its {@code await}, and which offset of which key reads must show once it is done. */
final class Wait {
    private final String what;
    private final CompletableFuture<Void> done;
    private final Map<String, Long> required;

    private Wait(String what, CompletableFuture<Void> done, Map<String, Long> required) {
        this.what = what;
        this.done = done;
        this.required = required;
    }

    static Wait ofSync(KafkaCache<String, String> cache, Expectation expectation) {
        Map<String, Long> required = expectation.newestOffsets();
        return new Wait("sync", cache.sync(), required);
    }

    static Wait ofWrite(KafkaCache<String, String> cache, CompletableFuture<RecordOffset> write, String key) {
        Map<String, Long> required = new HashMap<>();
        CompletableFuture<Void> done = write.thenCompose(offset -> {
            required.put(key, offset.offset());
            return cache.await(offset);
        });
        return new Wait("write of " + key, done, required);
    }

    boolean ended() {
        return done.isDone();
    }

    /** True once there is nothing more to check. */
    boolean checked(Expectation expectation) {
        if (!done.isDone()) {
            return false;
        }
        if (!done.isCompletedExceptionally()) {
            required.forEach((key, offset) -> expectation.mustShow(what, key, offset));
        }
        return true;
    }

    @Override
    public String toString() {
        return what + " " + required;
    }
}
