package io.kafkacache.internal.kafka;

import java.util.HashSet;
import java.util.Set;

/**
 * Gives each open client an id of its own: {@code <identity>.<cache>.<role>}, and {@code -2}, {@code -3}, … behind it while the plain one is
 * in use. Two clients of one id would share a quota, and the second one's MBeans would be refused. Safe for any thread.
 */
final class ClientIds {
    private final String prefix;
    private final Set<String> inUse = new HashSet<>();

    ClientIds(String prefix) {
        this.prefix = prefix;
    }

    synchronized String take(String role) {
        String id = prefix + "." + role;
        for (int n = 2; !inUse.add(id); n++) {
            id = prefix + "." + role + "-" + n;
        }
        return id;
    }

    synchronized void release(String id) {
        inUse.remove(id);
    }
}
