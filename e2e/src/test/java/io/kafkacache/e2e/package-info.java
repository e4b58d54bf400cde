/** What needs a real broker. */
@NullMarked
package io.kafkacache.e2e;

import org.jspecify.annotations.NullMarked;
