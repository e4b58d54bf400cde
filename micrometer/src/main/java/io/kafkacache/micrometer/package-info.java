/** Meters for caches, by Micrometer. Start at {@link io.kafkacache.micrometer.CacheMeters}. */
@NullMarked
package io.kafkacache.micrometer;

import org.jspecify.annotations.NullMarked;
