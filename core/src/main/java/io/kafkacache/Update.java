package io.kafkacache;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One change of one entry. Immutable.
 *
 * <p>Where a record lets go of a key that another one has something to say of, the entry after is that other one's, whatever the cause: of another
 * partition, or of another key whose {@link Resolver} yields this one.
 *
 * @param <K> the key
 * @param <V> the value
 * @param key the key
 * @param before the entry before, or null where there was none
 * @param after the entry after, or null where it left
 * @param offset the place of the record that caused the change; null for {@link Cause#RETENTION} and {@link Cause#REBUILD}
 * @param timestamp that record's timestamp; null where {@code offset} is
 * @param cause why
 */
public record Update<K, V>(
        K key,
        @Nullable Entry<K, V> before,
        @Nullable Entry<K, V> after,
        @Nullable RecordOffset offset,
        @Nullable Instant timestamp,
        Cause cause) {}
