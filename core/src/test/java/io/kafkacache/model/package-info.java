/** Random runs of a real cache on a scripted log, checked after every step against the fold of what was appended. */
@NullMarked
package io.kafkacache.model;

import org.jspecify.annotations.NullMarked;
