package io.kafkacache.e2e.cluster;

/** Writes to the topic, a little at each step, and begins anew where Kafka refuses. */
interface Writer extends AutoCloseable {
    /** Writes something and returns when it is known what became of it, or never will be. */
    void step();

    @Override
    void close();
}
