/** A copy-on-write B+tree over encoded keys; knows nothing of caches. */
@NullMarked
package io.kafkacache.internal.tree;

import org.jspecify.annotations.NullMarked;
