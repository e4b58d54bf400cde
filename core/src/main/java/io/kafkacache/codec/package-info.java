/** Bytes to objects and back, for keys and for values. */
@NullMarked
package io.kafkacache.codec;

import org.jspecify.annotations.NullMarked;
