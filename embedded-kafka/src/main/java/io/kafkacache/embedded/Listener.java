package io.kafkacache.embedded;

import java.util.Map;
import org.apache.kafka.common.utils.Utils;

/** The names of a broker's listeners, and the settings that lay them out. */
final class Listener {
    static final String CLIENTS = "CLIENTS";
    static final String ADMINISTRATOR = "ADMINISTRATOR";
    static final String CONTROLLER = "CONTROLLER";

    private Listener() {}

    static String url(String name, String host, int port) {
        return name + "://" + Utils.formatAddress(host, port);
    }

    /** A broker that is a controller too, and whose listeners are open to everybody. */
    static void open(Map<String, String> settings, int nodeId) {
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(nodeId));
        settings.put("controller.listener.names", CONTROLLER);
        settings.put("inter.broker.listener.name", CLIENTS);
        settings.put("listener.security.protocol.map", CLIENTS + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    }

    /**
     * Clients must log in and are bound by ACLs, with a second listener for the administrator. Nobody logs in there, so the
     * anonymous principal is the super user; clients cannot be it, as theirs always has a name.
     */
    static void secure(Map<String, String> settings) {
        settings.put("inter.broker.listener.name", ADMINISTRATOR);
        settings.put(
                "listener.security.protocol.map",
                CLIENTS + ":SASL_PLAINTEXT," + ADMINISTRATOR + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT");
    }

    /** What goes with {@link #secure} and may be overridden. */
    static void secureDefaults(Map<String, String> settings) {
        settings.put("sasl.enabled.mechanisms", "SCRAM-SHA-256");
        settings.put(
                "listener.name.clients.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        settings.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        settings.put("super.users", "User:ANONYMOUS");
    }
}
