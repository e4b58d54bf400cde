package io.kafkacache.json;

import static io.kafkacache.json.JsonSamples.read;
import static io.kafkacache.json.JsonSamples.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.json.Sample.User;
import java.nio.charset.Charset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

class JsonRefusalTest {
    private static final String START = "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",";
    private static final JsonCodec<User> USERS = JsonCodec.of(User.class);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"secret\"",
                "{'secret':1}",
                "{\"a\":secret}",
                "[1,]",
                "01",
                "\"secret",
                "secret",
                "nul",
                "\u0001"
            })
    void malformedJsonIsRefusedWithoutShowingIt(String json) {
        for (Codec<?> codec : List.of(JsonCodec.tree(), JsonCodec.of(Object.class))) {
            assertRefused(codec, json).hasMessageContaining("JSON");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{} {}", "{}]", "1 2", "{}secret", "\"a\",", "null null"})
    void whatFollowsTheDocumentIsRefused(String json) {
        JsonMapper lenient = JsonMapper.builder()
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();

        assertRefused(JsonCodec.tree(), json);
        assertRefused(JsonCodec.of(Object.class, lenient), json);
        assertThat(read(JsonCodec.tree(), " {} \n").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", " \t\r\n"})
    void noDocumentIsRefused(String json) {
        assertRefused(JsonCodec.tree(), json).hasMessageContaining("bytes without a JSON document");
        assertRefused(USERS, json).hasMessageContaining("bytes without a JSON document");
    }

    @Test
    void theNullDocumentIsNoValue() {
        JsonCodec<Optional<String>> optional = JsonCodec.of(new TypeReference<>() {});

        for (Codec<?> codec : List.of(USERS, JsonCodec.tree(), JsonCodec.of(Object.class), optional)) {
            assertRefused(codec, "null").hasMessageContaining("to delete a key write a tombstone");
            assertRefused(codec, " null\n").hasMessageContaining("to delete a key write a tombstone");
        }
        assertThatThrownBy(() -> write(JsonCodec.tree(), JsonNodeFactory.instance.nullNode()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("tombstone");
        assertThatThrownBy(() -> write(optional, Optional.empty()))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("tombstone");
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE", "UTF-16", "UTF-32LE", "UTF-32BE"})
    void otherEncodingsAreRefused(String charset) {
        assertRefused(JsonCodec.tree(), "{\"a\":1}".getBytes(Charset.forName(charset)))
                .hasMessageContaining("UTF-8");
    }

    @Test
    void aByteOrderMarkIsRefused() {
        assertRefused(JsonCodec.tree(), "\uFEFF{}").hasMessageContaining("byte order mark");
    }

    @Test
    void aMismatchIsNamedByPathPlaceAndType() {
        assertRefused(USERS, START + "\n\"groups\":[\"7c9e6679-7425-40de-944b-e07fc1f90ae7\",\"a-secret\"]}")
                .hasMessage("JSON does not fit io.kafkacache.json.Sample$User at $.groups[1], line 2, column 50:"
                        + " InvalidFormatException for java.util.UUID");
    }

    @Test
    void keysOfMapsAreNotShown() {
        JsonCodec<Map<String, Map<String, UUID>>> codec = JsonCodec.of(new TypeReference<>() {});

        assertRefused(codec, "{\"secret\":{\"secret2\":\"a-secret\"}}").hasMessageContaining("at $.*.*, line 1");
    }

    @Test
    void whatAConstructorSaysIsNotShown() {
        assertRefused(JsonCodec.of(Picky.class), "{\"name\":\"secret\"}")
                .hasMessageContaining("caused by IllegalArgumentException")
                .satisfies(e -> assertThat(e.getStackTrace()).isNotEmpty());
    }

    @Test
    void anObjectThatCannotBeWrittenIsRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> write(JsonCodec.of(Unwritable.class), new Unwritable("secret")))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("cannot write io.kafkacache.json.JsonRefusalTest$Unwritable as JSON at $.name")
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @Test
    void nestingHasAnEnd() {
        assertRefused(JsonCodec.tree(), "[".repeat(100_000));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Codec<?> codec, String json) {
        return assertRefused(codec, json.getBytes(UTF_8));
    }

    private static AbstractThrowableAssert<?, ? extends Throwable> assertRefused(Codec<?> codec, byte[] json) {
        return assertThatThrownBy(() -> read(codec, json))
                .isInstanceOf(CodecException.class)
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    record Picky(String name) {
        Picky {
            throw new IllegalArgumentException("not " + name);
        }
    }

    record Unwritable(String secret) {
        public String getName() {
            if (!secret.isEmpty()) {
                throw new IllegalStateException("no name for " + secret);
            }
            return secret;
        }
    }
}
