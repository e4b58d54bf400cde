package io.kafkacache.e2e.simulation;

import java.time.Duration;

/**
 * How a world begins.
 *
 * @param partitions the partitions the topic has at first
 * @param deleteRetention the topic's {@code delete.retention.ms}
 * @param resolving whether each record yields several entries, as {@link Shares} says
 * @param together whether caches are opened as one
 */
record Setup(int partitions, Duration deleteRetention, boolean resolving, boolean together) {}
