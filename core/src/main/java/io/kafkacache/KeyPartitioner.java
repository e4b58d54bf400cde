package io.kafkacache;

import java.util.zip.CRC32;
import org.apache.kafka.common.utils.Utils;

/** Chooses the partition a key is written to. All writers of a topic should agree. Safe for any thread. */
@FunctionalInterface
public interface KeyPartitioner {
    /**
     * Chooses.
     *
     * @param key the encoded key
     * @param partitions how many the topic has
     * @return a partition, from 0 to {@code partitions} − 1
     */
    int partition(byte[] key, int partitions);

    /**
     * The default of Kafka's Java producer.
     *
     * @return murmur2 of the key
     */
    static KeyPartitioner murmur2() {
        return (key, partitions) -> Utils.toPositive(Utils.murmur2(key)) % partitions;
    }

    /**
     * The default of librdkafka ({@code consistent_random}), and so of the Python, Go, .NET and Node clients built on it.
     *
     * @return CRC32 of the key
     */
    static KeyPartitioner crc32() {
        return (key, partitions) -> {
            CRC32 crc = new CRC32();
            crc.update(key);
            return (int) (crc.getValue() % partitions);
        };
    }
}
