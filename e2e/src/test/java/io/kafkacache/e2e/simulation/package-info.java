/**
 * The deterministic simulation: caches, the log, the clock and everything that goes wrong in one thread, from one seed. A seed makes a {@link
 * io.kafkacache.e2e.simulation.Script}, a script plays in a {@link io.kafkacache.e2e.simulation.World}, what happens there is recorded, and the
 * validators judge nothing but the record.
 */
@NullMarked
package io.kafkacache.e2e.simulation;

import org.jspecify.annotations.NullMarked;
