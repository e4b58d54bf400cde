package io.kafkacache;

/** Where a cache reads and writes: Kafka, unless a test gives a scripted log. Implemented by this library only. */
public interface LogSource {}
