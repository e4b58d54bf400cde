/** What becomes of records: their meaning to the store, and the entries that readers see. */
@NullMarked
package io.kafkacache.internal.resolve;

import org.jspecify.annotations.NullMarked;
