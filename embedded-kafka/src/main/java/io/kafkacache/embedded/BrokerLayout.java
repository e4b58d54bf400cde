package io.kafkacache.embedded;

import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/**
 * What stays the same about a broker from run to run.
 *
 * @param host what it listens on and tells clients
 * @param clients the port for clients
 * @param administrator the port that asks for no login, or null for a broker without security
 * @param folder where its data are
 * @param config what the user set over the defaults
 */
record BrokerLayout(
        String host,
        ReservedPort clients,
        @Nullable ReservedPort administrator,
        Path folder,
        Map<String, String> config) {
    static final int NODE_ID = 0;

    String bootstrapServers() {
        return Utils.formatAddress(host, clients.port());
    }

    String adminBootstrapServers() {
        return administrator == null ? bootstrapServers() : Utils.formatAddress(host, administrator.port());
    }

    /** The sockets of one run; the controller's may be another each time. */
    ListeningSockets listen() {
        ListeningSockets sockets = new ListeningSockets();
        try {
            sockets.add(Listener.CLIENTS, clients.listen());
            if (administrator != null) {
                sockets.add(Listener.ADMINISTRATOR, administrator.listen());
            }
            sockets.add(Listener.CONTROLLER, ReservedPort.listenAnywhere(host));
            return sockets;
        } catch (RuntimeException e) {
            sockets.close();
            throw e;
        }
    }

    Map<String, String> settings(int controllerPort) {
        Map<String, String> settings = BrokerSettings.single();
        if (administrator != null) {
            Listener.secureDefaults(settings);
        }
        settings.putAll(config);
        Listener.open(settings, NODE_ID);
        String listeners = Listener.url(Listener.CLIENTS, host, clients.port()) + ","
                + Listener.url(Listener.CONTROLLER, host, controllerPort);
        if (administrator != null) {
            Listener.secure(settings);
            listeners += "," + Listener.url(Listener.ADMINISTRATOR, host, administrator.port());
        }
        settings.put("listeners", listeners);
        settings.put("controller.quorum.voters", NODE_ID + "@" + Utils.formatAddress(host, controllerPort));
        settings.put("log.dirs", folder.toString());
        return settings;
    }
}
