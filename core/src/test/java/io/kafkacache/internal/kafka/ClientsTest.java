package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Isolation;
import io.kafkacache.internal.log.LogFactory.LogSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is left of a client that could not be made. */
class ClientsTest {
    private static final String NAMED = ClientsTest.class.getName();

    /** A class that a property names may not load: with each try an id would be used up. */
    @Test
    void anErrorWhileOneIsMadeGivesItsIdBack() {
        LogSettings settings = new LogSettings(
                "users",
                "me.users",
                Isolation.READ_COMMITTED,
                "kafka:9092",
                Map.of("producer.sasl.client.callback.handler.class", NAMED));
        ClientIds ids = new ClientIds(settings.clientId());
        Failures failures = new Failures(settings.topic(), settings.bootstrapServers());
        try (Clients clients =
                new Clients(settings.topic(), ClientProperties.of(settings), ids, failures, new WithoutTheNamed())) {
            assertThatThrownBy(clients::writer).isInstanceOf(NoClassDefFoundError.class);
            assertThatThrownBy(clients::writer).isInstanceOf(NoClassDefFoundError.class);
        }

        assertThat(ids.take("writer")).isEqualTo("me.users.writer");
    }

    private static final class WithoutTheNamed extends ClassLoader {
        WithoutTheNamed() {
            super(ClientsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(NAMED)) {
                throw new NoClassDefFoundError(name);
            }
            return super.loadClass(name, resolve);
        }
    }
}
