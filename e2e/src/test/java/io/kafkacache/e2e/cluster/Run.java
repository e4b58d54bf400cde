package io.kafkacache.e2e.cluster;

/**
 * What all in a run share.
 *
 * @param topic the topic
 * @param findings where to tell what must not be
 * @param pauses when a broker was paused
 */
record Run(ClusterTopic topic, Findings findings, Pauses pauses) {}
