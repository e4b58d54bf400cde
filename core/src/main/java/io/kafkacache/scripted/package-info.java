/** A topic that a test writes, breaks and steps by itself, for caches without a broker. Start at {@link io.kafkacache.scripted.ScriptedLog}. */
@NullMarked
package io.kafkacache.scripted;

import org.jspecify.annotations.NullMarked;
