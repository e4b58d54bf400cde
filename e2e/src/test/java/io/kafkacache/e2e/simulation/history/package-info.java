/** What happened in a run and what follows from it: the log as it was at each moment, and what each cache had read by then. */
@NullMarked
package io.kafkacache.e2e.simulation.history;

import org.jspecify.annotations.NullMarked;
