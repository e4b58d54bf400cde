/** The guarantees, one class each, as judges of a recorded history. They know nothing of how it came about. */
@NullMarked
package io.kafkacache.e2e.simulation.validators;

import org.jspecify.annotations.NullMarked;
