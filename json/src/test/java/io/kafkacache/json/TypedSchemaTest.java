package io.kafkacache.json;

import static io.kafkacache.json.JsonSamples.read;
import static io.kafkacache.json.JsonSamples.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.Validator;
import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;

/** One schema for typed values: by what their codec writes, or by the bytes themselves. */
class TypedSchemaTest {
    private static final JsonSchema USER = JsonSchema.ofResource("schemas/user.schema.json");
    private static final JsonCodec<User> USERS = JsonCodec.of(User.class);

    @Test
    void aTypedValueIsJudgedByWhatItsCodecWrites() {
        Validator<Object, User> validator = USER.validator(USERS);

        assertThat(validator.problems("a-key", new User("ann@example.com", "Ann", 1)))
                .isEmpty();
        assertThat(validator.problems("a-key", new User("secret", "Ann", -1)))
                .containsExactlyInAnyOrder("/email: format email", "/age: minimum 0");
    }

    @Test
    void whatTheTypeDropsOnlyTheCheckedCodecSees() {
        String document = "{\"email\":\"ann@example.com\",\"name\":\"Ann\",\"age\":1,\"secret\":2}";
        User read = read(USERS, document);

        assertThat(USER.validator(USERS).problems("a-key", read)).isEmpty();
        assertThatThrownBy(() -> read(USER.checked(USERS), document))
                .isInstanceOf(CodecException.class)
                .hasMessage("the document breaks schemas/user.schema.json: /*: additionalProperties false");
    }

    @Test
    void aCheckedCodecRefusesToWriteWhatItRefusesToRead() {
        Codec<User> checked = USER.checked(USERS);

        assertThat(read(checked, write(checked, new User("ann@example.com", "Ann", 1))))
                .isEqualTo(new User("ann@example.com", "Ann", 1));
        assertThatThrownBy(() -> write(checked, new User("secret", "Ann", -1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("schemas/user.schema.json")
                .hasMessageContaining("/age: minimum 0")
                .hasMessageNotContaining("secret");
    }

    @Test
    void aCheckedCodecStandsInsideGzip() {
        Codec<User> packed = Codecs.gzip(USER.checked(USERS));

        assertThat(read(packed, JsonSamples.bytes(packed, new User("ann@example.com", "Ann", 1))))
                .isEqualTo(new User("ann@example.com", "Ann", 1));
        assertThatThrownBy(() -> JsonSamples.bytes(packed, new User("ann@example.com", "Ann", -1)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("/age: minimum 0");
    }

    @Test
    void ofManyProblemsTheFirstAreToldAndTheRestCounted() {
        JsonSchema numbers = JsonSchema.ofString("{\"items\":{\"type\":\"integer\"}}");
        Codec<List<Object>> codec = numbers.checked(JsonCodec.of(new TypeReference<>() {}));

        assertThatThrownBy(() -> read(codec, "[\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"]"))
                .hasMessage("the document breaks JSON Schema given as text: /0: type integer; /1: type integer;"
                        + " /2: type integer; /3: type integer; /4: type integer; and 2 more");
    }

    @Test
    void malformedJsonIsRefusedAsWithoutASchema() {
        assertThatThrownBy(() -> read(USER.checked(USERS), "{\"secret\""))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("malformed JSON")
                .hasMessageNotContaining("secret");
    }

    record User(String email, String name, int age) {}
}
