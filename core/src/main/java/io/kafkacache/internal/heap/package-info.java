/** The default store: decoded entries in a hash table of its own. */
@NullMarked
package io.kafkacache.internal.heap;

import org.jspecify.annotations.NullMarked;
