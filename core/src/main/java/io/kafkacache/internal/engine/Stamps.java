package io.kafkacache.internal.engine;

import io.kafkacache.Standing;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import io.kafkacache.internal.driver.Driver;
import java.nio.ByteBuffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gives records their times, so that a write comes after all that this process knows of its key, on whatever partition it stands
 * (FollowsTheTopic). Used by the writer's thread.
 *
 * <p>Of two writes of one key the later may be stamped while the earlier is underway, when the cache knows nothing of it yet. Both go to one
 * partition, where the offset decides;
 * against other partitions both are stamped after what stands there.
 */
final class Stamps<K> {
    private static final long STEP_MILLIS = 60_000;

    private final String topic;
    private final Codec<K> keyCodec;
    private final Driver driver;
    private final @Nullable Function<K, Standing> known;
    private long lastMillis;

    /** {@code known} is what the cache knows of a key; null where there is no cache. */
    Stamps(String topic, Codec<K> keyCodec, Driver driver, @Nullable Function<K, Standing> known) {
        this.topic = topic;
        this.keyCodec = keyCodec;
        this.driver = driver;
        this.known = known;
    }

    /** What is known of a record's key: of its bytes, for the caller's object may have changed. A cache knows of no key that cannot be decoded. */
    Standing standing(Outgoing record) {
        if (known == null) {
            return Standing.NOWHERE;
        }
        try {
            RecordContext context = new RecordContext(topic, Role.KEY, record.headers());
            return known.apply(keyCodec.decode(context, ByteBuffer.wrap(record.key())));
        } catch (RuntimeException | Error e) { // the user's codec; the record itself can be sent
            return Standing.NOWHERE;
        }
    }

    /**
     * Now, or after all that is known of the key where that is later; never before an earlier stamp, unless the clock was set anew. So with a
     * tombstone beside the one that counts stamped one less, every later write of its key comes after both.
     */
    long after(Standing standing) {
        long now = driver.wallMillis();
        boolean steppedBack = lastMillis - now > 0 && lastMillis - now < STEP_MILLIS; // corrected, not set anew
        lastMillis = steppedBack ? lastMillis : now;
        return Math.max(lastMillis, standing.newestMillis() + 1);
    }
}
