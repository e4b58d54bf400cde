package io.kafkacache.embedded;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.common.security.scram.ScramCredential;
import org.jspecify.annotations.Nullable;

/** Creates the users that may log in to a broker of this JVM, in a new folder as in one that has users. */
final class ScramUsers {
    private static final ScramMechanism MECHANISM = ScramMechanism.SCRAM_SHA_256;
    private static final ScramCredentialInfo STRENGTH = new ScramCredentialInfo(MECHANISM, 4096);
    private static final Duration KNOWN = Duration.ofSeconds(30);

    private final Admin admin;
    private final InProcessBroker broker;

    ScramUsers(Admin admin, InProcessBroker broker) {
        this.admin = admin;
        this.broker = broker;
    }

    /**
     * Returns when all of them can log in. The controller acknowledges a credential before the broker knows it, and a client that
     * logs in between is refused for good; so the broker's own table is watched until it has changed.
     */
    void create(Map<String, String> users) {
        if (users.isEmpty()) {
            return;
        }
        Map<String, @Nullable ScramCredential> before = new HashMap<>();
        for (String name : users.keySet()) {
            before.put(name, credential(name));
        }
        List<UserScramCredentialAlteration> alterations = users.entrySet().stream()
                .<UserScramCredentialAlteration>map(
                        user -> new UserScramCredentialUpsertion(user.getKey(), STRENGTH, user.getValue()))
                .toList();
        ClusterAdmin.complete(admin.alterUserScramCredentials(alterations).all(), "users could not be created");
        Deadline.in(KNOWN)
                .awaitTrue(
                        () -> users.keySet().stream().allMatch(name -> renewed(name, before.get(name))),
                        () -> "the broker did not learn of the users");
    }

    private boolean renewed(String name, @Nullable ScramCredential before) {
        ScramCredential now = credential(name);
        return now != null && now != before;
    }

    private @Nullable ScramCredential credential(String name) {
        return broker.credential(MECHANISM.mechanismName(), name);
    }
}
