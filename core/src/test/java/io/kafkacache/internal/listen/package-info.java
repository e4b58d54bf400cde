/** Tests of what subscribers are told. */
@NullMarked
package io.kafkacache.internal.listen;

import org.jspecify.annotations.NullMarked;
