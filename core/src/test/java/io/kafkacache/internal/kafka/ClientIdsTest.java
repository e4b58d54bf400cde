package io.kafkacache.internal.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ClientIdsTest {
    private final ClientIds ids = new ClientIds("shop.users-0.users");

    @Test
    void theFirstOfARoleHasNoNumber() {
        assertThat(ids.take("reader")).isEqualTo("shop.users-0.users.reader");
        assertThat(ids.take("writer")).isEqualTo("shop.users-0.users.writer");
    }

    @Test
    void openTogetherTheyAreNumbered() {
        ids.take("reader");

        assertThat(ids.take("reader")).isEqualTo("shop.users-0.users.reader-2");
        assertThat(ids.take("reader")).isEqualTo("shop.users-0.users.reader-3");
    }

    @Test
    void aReleasedIdIsGivenAgain() {
        ids.release(ids.take("reader"));

        assertThat(ids.take("reader")).isEqualTo("shop.users-0.users.reader");
    }
}
