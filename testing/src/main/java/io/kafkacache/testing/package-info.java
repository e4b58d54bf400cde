/** For tests: a real broker, a ready cache over a map, a check for leaked threads and clients, and the contract that every store keeps. */
@NullMarked
package io.kafkacache.testing;

import org.jspecify.annotations.NullMarked;
