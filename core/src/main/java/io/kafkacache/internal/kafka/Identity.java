package io.kafkacache.internal.kafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Who this process is among all that run: its pod, else its host. Stands in client ids and group ids. Stateless. */
public final class Identity {
    private static final Path HOST_NAME_FILE = Path.of("/etc/hostname");

    private Identity() {}

    /**
     * {@code <POD_NAMESPACE>.<POD_NAME>} where both are set, else {@code POD_NAME}, else the host name: {@code HOSTNAME}, where that is not
     * set what {@code hostName} says. The supplier is asked only then, for it may block on a name service.
     */
    public static String of(Map<String, String> environment, Supplier<String> hostName) {
        String namespace = set(environment, "POD_NAMESPACE");
        String pod = set(environment, "POD_NAME");
        if (pod != null) {
            return namespace == null ? pod : namespace + "." + pod;
        }
        String host = set(environment, "HOSTNAME");
        return host == null ? hostName.get() : host;
    }

    /** The name of this host: its file where there is one, for asking the name service may take seconds. */
    public static String hostName() {
        String name = nameInFile();
        if (name != null) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private static @Nullable String nameInFile() {
        try {
            String name = Files.readString(HOST_NAME_FILE).strip();
            return name.isEmpty() ? null : name;
        } catch (IOException e) {
            return null;
        }
    }

    private static @Nullable String set(Map<String, String> environment, String variable) {
        String value = environment.get(variable);
        return value == null || value.isBlank() ? null : value.strip();
    }
}
