package io.kafkacache.internal.engine;

import java.util.concurrent.atomic.AtomicLong;

/** What a cache counts over its whole life, across generations. Safe for any thread. */
final class Counters {
    final AtomicLong recordsApplied = new AtomicLong();
    final AtomicLong bytesRead = new AtomicLong();
    final AtomicLong missingKeys = new AtomicLong();
    final AtomicLong streamErrors = new AtomicLong();
    final AtomicLong shortEnds = new AtomicLong();
    final AtomicLong keysOnSeveralPartitions = new AtomicLong();
    final AtomicLong commitErrors = new AtomicLong();
    final AtomicLong deadLetters = new AtomicLong();
    final AtomicLong deadLetterErrors = new AtomicLong();
}
