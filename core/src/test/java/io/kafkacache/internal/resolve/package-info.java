@NullMarked
package io.kafkacache.internal.resolve;

import org.jspecify.annotations.NullMarked;
