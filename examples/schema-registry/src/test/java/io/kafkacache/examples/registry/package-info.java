/** Values whose schemas stand in a registry, through the serdes that belong to it. */
@NullMarked
package io.kafkacache.examples.registry;

import org.jspecify.annotations.NullMarked;
