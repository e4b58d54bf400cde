@NullMarked
package io.kafkacache.internal.replay;

import org.jspecify.annotations.NullMarked;
