package io.kafkacache.e2e;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogPort;
import org.jspecify.annotations.Nullable;

/** A topic to which a script happens: on a scripted log or on a real broker. */
interface Stage extends AutoCloseable {
    /** Access to the topic, open until the stage closes. */
    LogPort port(Isolation isolation);

    /** Writes a record; null is a tombstone. */
    void append(int partition, String key, @Nullable String value);

    Transaction begin();

    void trim(int partition, long start);

    /** Compacts all but the record that stands last, or lets the cleaner do so when it comes. */
    void compact(int partition);

    void grow(int partitions);

    void recreate(int partitions);

    @Override
    void close();

    /** Of a writer of its own. */
    interface Transaction {
        void append(int partition, String key, @Nullable String value);

        void commit();

        void abort();
    }
}
