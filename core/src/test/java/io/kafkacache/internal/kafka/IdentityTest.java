package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.Map;
import org.junit.jupiter.api.Test;

class IdentityTest {
    @Test
    void isNamespaceAndPod() {
        var environment = Map.of("POD_NAMESPACE", "shop", "POD_NAME", "users-0", "HOSTNAME", "other");

        assertThat(Identity.of(environment, IdentityTest::notAsked)).isEqualTo("shop.users-0");
    }

    @Test
    void isThePodWhereTheNamespaceIsNotKnown() {
        assertThat(Identity.of(Map.of("POD_NAME", "users-0", "POD_NAMESPACE", " "), IdentityTest::notAsked))
                .isEqualTo("users-0");
    }

    @Test
    void isTheHostWhereOnlyTheNamespaceIsKnown() {
        assertThat(Identity.of(Map.of("POD_NAMESPACE", "shop", "HOSTNAME", "box"), IdentityTest::notAsked))
                .isEqualTo("box");
    }

    @Test
    void asksForTheHostNameLast() {
        assertThat(Identity.of(Map.of("HOSTNAME", ""), () -> "box.example")).isEqualTo("box.example");
    }

    @Test
    void thisHostHasAName() {
        assertThat(Identity.hostName()).isNotBlank();
    }

    private static String notAsked() {
        return fail("the host name was asked for");
    }
}
