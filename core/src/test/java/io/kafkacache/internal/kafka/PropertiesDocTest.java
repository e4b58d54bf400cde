package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.ConfigurationDoc;
import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;

/** What docs/configuration.md says of Kafka client properties against what the clients are given, both ways. */
class PropertiesDocTest {
    private static final List<String> CLIENTS = List.of("admin", "consumer", "producer");

    @Test
    void refusedPropertiesAreThoseOfThePageWithTheirWayOut() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        ConfigurationDoc.read()
                .byName("property")
                .forEach((property, row) -> documented.put(property, row.getOrDefault("instead", "")));

        assertThat(documented).isEqualTo(new TreeMap<>(RefusedProperties.all()));
    }

    @Test
    void ourDefaultsAreThoseOfThePage() throws IOException {
        Map<String, String> documented = new TreeMap<>();
        for (Map<String, String> row : ConfigurationDoc.read().rows("client")) {
            String client = cell(row, "client");
            for (String each : client.equals("all") ? CLIENTS : List.of(client)) {
                String before = documented.put(
                        each + "." + cell(row, "property"), cell(row, "here") + ", not " + cell(row, "Kafka's"));
                assertThat(before).isNull();
            }
        }

        ClientProperties ours = ClientProperties.of(
                new LogSettings("users", "me.users", Isolation.READ_COMMITTED, "kafka:9092", Map.of()));
        Map<String, String> actual = new TreeMap<>();
        differing("admin", ours.admin("id"), AdminClientConfig.configDef(), actual);
        differing("consumer", ours.consumer("id"), ConsumerConfig.configDef(), actual);
        differing("producer", ours.producer("id"), ProducerConfig.configDef(), actual);
        assertThat(documented).isEqualTo(actual);
    }

    private static void differing(
            String client, Map<String, Object> ours, ConfigDef kafka, Map<String, String> differing) {
        ours.forEach((property, value) -> {
            Object standard = kafka.defaultValues().get(property);
            if (RefusedProperties.reason(property) == null && !value.equals(standard)) {
                differing.put(client + "." + property, value + ", not " + standard);
            }
        });
    }

    private static String cell(Map<String, String> row, String column) {
        return row.getOrDefault(column, "").replace("`", "");
    }
}
