package io.kafkacache.benchmarks;

import java.util.List;
import java.util.UUID;

/**
 * The value of the benchmark: about 203 bytes of JSON.
 *
 * @param id the same as the record's key
 * @param email an address
 * @param displayName a name
 * @param groups two ids
 */
record User(UUID id, String email, String displayName, List<UUID> groups) {}
