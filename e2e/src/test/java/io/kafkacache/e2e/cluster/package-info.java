/** Writers, caches and listeners on three real brokers that are killed, stopped, paused and moved, and the judges of what they were shown. */
@NullMarked
package io.kafkacache.e2e.cluster;

import org.jspecify.annotations.NullMarked;
