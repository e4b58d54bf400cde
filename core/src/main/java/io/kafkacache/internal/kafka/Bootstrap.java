package io.kafkacache.internal.kafka;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where Kafka is: the option, else the environment, else the name that a broker has in most compose files and clusters. Stateless. */
public final class Bootstrap {
    /** The variable of the environment. */
    public static final String VARIABLE = "KAFKA_BOOTSTRAP_SERVERS";

    private static final String DEFAULT = "kafka:9092";
    private static final Pattern SERVER =
            Pattern.compile("(?:[0-9a-zA-Z%._-]*://)?(?:\\[[0-9a-fA-F:%._]+]|[0-9a-zA-Z%._-]+):(?<port>[0-9]{1,5})");

    private Bootstrap() {}

    /**
     * The servers to ask first, checked for their form only: no name is looked up.
     *
     * @throws IllegalArgumentException where they are no list of {@code host:port}
     */
    public static String servers(@Nullable String option, Map<String, String> environment) {
        if (option != null) {
            return checked("bootstrapServers", option);
        }
        String variable = environment.get(VARIABLE);
        return variable == null || variable.isBlank() ? DEFAULT : checked("$" + VARIABLE, variable);
    }

    /** Returns the servers without blanks around them. */
    static String checked(String source, String servers) {
        String[] parts = servers.split(",", -1);
        for (int i = 0; i < parts.length; i++) {
            parts[i] = parts[i].strip();
            var form = SERVER.matcher(parts[i]);
            if (!form.matches() || Integer.parseInt(form.group("port")) > 65_535) {
                throw new IllegalArgumentException(
                        source + "=" + servers + ": \"" + parts[i]
                                + "\" is no host:port; give one or several with commas between, as in kafka-0:9092,kafka-1:9092");
            }
        }
        return String.join(",", parts);
    }
}
