package io.kafkacache.internal.listen;

/** The moment behind one step of a cache. {@code step} counts what the reader published since ready, so that it orders the marks of one cache. */
record Mark(long step, Place place) {}
