package io.kafkacache.internal.kafka;

import java.util.concurrent.ThreadFactory;

/** The two Admin clients that a log may ask, each made when it is first asked for: the second by a {@link SecondAdmin} only. */
record Admins(AdminClient first, AdminClient second) {
    /** {@code clientId} is the first's. */
    static Admins of(ClientProperties properties, String clientId, ThreadFactory threads) {
        return new Admins(
                new AdminClient(properties.admin(clientId), threads),
                new AdminClient(properties.admin(clientId + "-2"), threads));
    }
}
