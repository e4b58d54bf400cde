/** Indexes: which entries have a key of another kind. */
@NullMarked
package io.kafkacache.internal.index;

import org.jspecify.annotations.NullMarked;
