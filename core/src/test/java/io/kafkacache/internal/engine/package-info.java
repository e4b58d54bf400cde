/** Tests of parts of the engine that only threads, or a log that breaks its promises, bring into trouble. */
@NullMarked
package io.kafkacache.internal.engine;

import org.jspecify.annotations.NullMarked;
