/** Runs every activity of a cache as steps: on threads in a process, one by one in a test. */
@NullMarked
package io.kafkacache.internal.driver;

import org.jspecify.annotations.NullMarked;
