package io.kafkacache.internal.kafka;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** The Admin clients of caches that were opened together: two for those with equal properties and class loader. Safe for any thread. */
final class SharedAdmins {
    private final Map<Key, Admins> clients = new HashMap<>(); // guarded by this

    /** {@code properties} without a client id. A client that nobody uses any more is kept as a place to make the next one. */
    synchronized Admins of(
            ClientProperties properties, @Nullable ClassLoader loader, String clientId, ThreadFactory threads) {
        return clients.computeIfAbsent(
                new Key(properties.admin(""), loader), key -> Admins.of(properties, clientId, threads));
    }

    private record Key(
            Map<String, Object> properties, @Nullable ClassLoader loader) {
        /** Without the properties: some are secrets. */
        @Override
        public String toString() {
            return "properties of an Admin client";
        }
    }
}
