/** Tells listeners and stream subscribers of updates: one bounded queue and one activity for each, filled by the reader. */
@NullMarked
package io.kafkacache.internal.listen;

import org.jspecify.annotations.NullMarked;
