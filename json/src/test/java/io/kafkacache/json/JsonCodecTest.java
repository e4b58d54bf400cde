package io.kafkacache.json;

import static io.kafkacache.json.JsonSamples.read;
import static io.kafkacache.json.JsonSamples.write;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.Sample.Organization;
import io.kafkacache.json.Sample.Session;
import io.kafkacache.json.Sample.SessionType;
import io.kafkacache.json.Sample.User;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

class JsonCodecTest {
    private static final UUID ID = UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e");
    private static final UUID GROUP = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static final JsonCodec<User> USERS = JsonCodec.of(User.class);

    @Test
    void aRecordIsWrittenInTheOrderOfItsComponents() {
        User user = new User(ID, "asa@example.com", "Åsa \"Ö\" </é\uD83D\uDE00>", List.of(GROUP));

        String json = write(USERS, user);

        assertThat(json)
                .isEqualTo("{\"id\":\"" + ID + "\",\"email\":\"asa@example.com\","
                        + "\"displayName\":\"Åsa \\\"Ö\\\" </é\uD83D\uDE00>\",\"groups\":[\"" + GROUP + "\"]}");
        assertThat(read(USERS, json)).isEqualTo(user);
    }

    @Test
    void whatIsOptionalMayBeNullOrAbsent() {
        JsonCodec<Session> sessions = JsonCodec.of(Session.class);
        Session session = new Session(ID, GROUP, SessionType.MEETINGSCREEN, Optional.empty());
        String start = "{\"id\":\"" + ID + "\",\"user\":\"" + GROUP + "\",\"type\":\"MEETINGSCREEN\"";

        assertThat(write(sessions, session)).isEqualTo(start + ",\"ipAddress\":null}");
        assertThat(read(sessions, start + ",\"ipAddress\":null}")).isEqualTo(session);
        assertThat(read(sessions, start + "}").ipAddress()).isEmpty();
        assertThat(read(sessions, start + ",\"ipAddress\":\"::1\"}").ipAddress())
                .contains("::1");
        assertThat(read(USERS, "{\"id\":\"" + ID + "\",\"displayName\":\"A\",\"groups\":[]}"))
                .isEqualTo(new User(ID, null, "A", List.of()));
    }

    @Test
    void unknownPropertiesAreIgnored() {
        JsonCodec<Organization> organizations = JsonCodec.of(Organization.class);

        Organization read =
                read(organizations, "{\"new\":{\"a\":[1]},\"id\":\"" + ID + "\",\"name\":\"Org\",\"more\":1}");

        assertThat(read).isEqualTo(new Organization(ID, "Org"));
    }

    @Test
    void ofAPropertyGivenTwiceTheLastCounts() {
        JsonCodec<Organization> organizations = JsonCodec.of(Organization.class);
        String tail = ",\"name\":\"a\",\"name\":\"b\",\"more\":1,\"name\":\"c\"}";

        assertThat(read(JsonCodec.tree(), "{\"id\":1" + tail).get("name").asString())
                .isEqualTo("c");
        assertThat(read(organizations, "{\"id\":\"" + ID + "\"" + tail).name()).isEqualTo("c");
        assertThat(read(organizations, "{\"name\":\"a\",\"name\":\"b\",\"id\":\"" + ID + "\"}")
                        .name())
                .isEqualTo("b");
    }

    @Test
    void datesAreText() {
        record Times(Instant instant, LocalDate day, OffsetDateTime local, Duration duration) {}
        JsonCodec<Times> codec = JsonCodec.of(Times.class);
        Times times = new Times(
                Instant.parse("2026-11-24T12:00:00.123456789Z"),
                LocalDate.of(2026, 11, 24),
                OffsetDateTime.parse("2026-11-24T13:00:00+01:00"),
                Duration.ofMillis(1500));

        String json = write(codec, times);

        assertThat(json)
                .isEqualTo("{\"instant\":\"2026-11-24T12:00:00.123456789Z\",\"day\":\"2026-11-24\","
                        + "\"local\":\"2026-11-24T13:00:00+01:00\",\"duration\":\"PT1.5S\"}");
        assertThat(read(codec, json)).isEqualTo(times);
    }

    @Test
    void genericTypesAreGivenByReference() {
        JsonCodec<Map<String, List<Organization>>> codec = JsonCodec.of(new TypeReference<>() {});
        Map<String, List<Organization>> value = Map.of("x", List.of(new Organization(ID, "Org")));

        assertThat(read(codec, write(codec, value))).isEqualTo(value);
    }

    @Test
    void aMapperOfOnesOwnIsUsed() {
        JsonMapper snake = JsonMapper.builder()
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .build();
        JsonCodec<User> codec = JsonCodec.of(User.class, snake);
        User user = new User(ID, null, "A", List.of());

        String json = write(codec, user);

        assertThat(json).contains("\"display_name\":\"A\"");
        assertThat(read(codec, json)).isEqualTo(user);
    }

    @Test
    void aTreeIsAnyJson() {
        for (String json : List.of("{\"a\":[1,-2.5,true,null,\"€/\"]}", "[]", "\"\"", "0", "false", "{}")) {
            JsonNode tree = read(JsonCodec.tree(), json);

            assertThat(write(JsonCodec.tree(), tree)).isEqualTo(json);
        }
    }

    @Test
    void anUnpairedSurrogateIsEscapedAsJavaScriptDoes() {
        JsonCodec<String> codec = JsonCodec.of(String.class);

        String json = write(codec, "a\uD83Db");

        assertThat(json).isEqualToIgnoringCase("\"a\\uD83Db\"");
        assertThat(read(codec, json)).isEqualTo("a\uD83Db");
    }

    @Test
    void everyKindOfBufferIsRead() {
        byte[] json = "{\"id\":1,\"text\":\"é\"}".getBytes(UTF_8);
        ByteBuffer within = ByteBuffer.allocate(json.length + 8);
        within.position(5).put(json).limit(within.position()).position(5);
        ByteBuffer direct = ByteBuffer.allocateDirect(json.length + 8);
        direct.position(2).put(json).limit(direct.position()).position(2);

        for (ByteBuffer buffer : List.of(within, within.slice(), direct, within.asReadOnlyBuffer())) {
            assertThat(read(JsonCodec.tree(), buffer).get("text").asString()).isEqualTo("é");
        }
    }

    @Test
    void theTreeIsKnownByName() {
        Codec<?> codec = Codecs.byName("json");

        assertThat(read(codec, "{\"a\":1}")).isEqualTo(read(JsonCodec.tree(), "{\"a\":1}"));
        assertThat(Codecs.byName("gzip(json)").valuesOnly()).isTrue();
        assertThat(Codecs.names()).contains("json", "utf8");
    }

    @Test
    void keysAreComparedByTheirBytes() {
        assertThat(USERS.equalsIsByteEquality()).isFalse();
        assertThat(USERS.valuesOnly()).isFalse();
        assertThat(USERS.needsHeaders()).isFalse();
    }
}
