/** The decisions of catching up and staying at the head, as pure classes: no threads, clocks, I/O or logging; time is given. */
@NullMarked
package io.kafkacache.internal.replay;

import org.jspecify.annotations.NullMarked;
