package io.kafkacache.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.embedded.EmbeddedKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Test classes that use a broker, run by {@link KafkaBrokerTest} alone; they note the broker each test had. */
final class BrokerUsers {
    static final List<EmbeddedKafka> USED = new ArrayList<>();

    private BrokerUsers() {}

    @ExtendWith(LeakCheck.class)
    static final class OwnOfTheClass {
        @RegisterExtension
        static final KafkaBroker KAFKA = KafkaBroker.create();

        @BeforeAll
        static void alsoHere(EmbeddedKafka kafka) {
            assertThat(kafka).isSameAs(KAFKA.kafka());
        }

        @Test
        void uses() {
            use(KAFKA);
        }

        @Test
        void usesAgain() {
            use(KAFKA);
        }
    }

    @ExtendWith(LeakCheck.class)
    static final class OwnOfEachTest {
        @RegisterExtension
        final KafkaBroker kafka = KafkaBroker.create();

        @Test
        void uses() {
            use(kafka);
        }

        @Test
        void usesAgain() {
            use(kafka);
        }
    }

    @ExtendWith(LeakCheck.class)
    static final class SharesOne {
        @RegisterExtension
        static final KafkaBroker KAFKA = KafkaBroker.shared();

        @Test
        void uses() {
            use(KAFKA);
        }
    }

    @ExtendWith(LeakCheck.class)
    static final class SharesItToo {
        @RegisterExtension
        final KafkaBroker kafka = KafkaBroker.shared();

        @Test
        void uses() {
            use(kafka);
        }
    }

    private static void use(KafkaBroker broker) {
        try {
            assertThat(broker.admin().describeCluster().nodes().get()).hasSize(1);
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        USED.add(broker.kafka());
    }
}
