package io.kafkacache.internal.log;

/** The topic's configuration as far as a cache depends on it. */
public record TopicSettings(boolean compacted, boolean deleting, long deleteRetentionMillis) {}
