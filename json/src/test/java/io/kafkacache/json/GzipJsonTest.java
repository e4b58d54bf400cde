package io.kafkacache.json;

import static io.kafkacache.json.JsonSamples.bytes;
import static io.kafkacache.json.JsonSamples.read;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import io.kafkacache.json.Sample.User;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/**
 * What Node services write and read. The bytes were made once by Node 20.20.2:
 *
 * <pre>{@code
 * const s = JSON.stringify({id: '0f8fad5b-d9cb-469f-a165-70867728950e', email: 'åsa@example.com',
 *     displayName: 'Åsa "Ö" /😀', groups: ['7c9e6679-7425-40de-944b-e07fc1f90ae7']});
 * zlib.gzipSync(s).toString('base64')                                                                     // ONE_MEMBER
 * Buffer.concat([zlib.gzipSync(s.slice(0, 40)), zlib.gzipSync(s.slice(40))]).toString('base64')           // TWO_MEMBERS
 * }</pre>
 */
class GzipJsonTest {
    private static final String ONE_MEMBER =
            "H4sIAAAAAAAAAxXKQQrCMBAAwK+UPXc1LUm26ckX+AHrYZtspNDQYhAUEbz4BfHmyZf0Qz5BnPNcYQjQgopN5GB6"
                    + "DM73qK2LyJU1SKqxRHXjjBIoQRIPI7SwfDJv5MxpHmXlpwQlhCHPI1+2nOQfHpmLDpZnB8X6+37doYTDcTrNGdodkHdiLTkkXRvUKgg6"
                    + "rXsURdFX0SkWgv3tB1BpMTWcAAAA";
    private static final String TWO_MEMBERS =
            "H4sIAAAAAAAAA6tWykxRslIySLNIS0wxTdJNsUxO0jUxs0zTTTQ0M9U1N7AwMzc3srAEAIMpwfAoAAAAH4sIAAAAAAAA"
                    + "AzM1SFXSUUrNTczMUbJSOry0ONEhtSIxtyAnVS85P1dJRykls7ggJ7HSLzE3FaSgtThRIUbp8LQYJQX9D/NnNCjpKKUX5ZcWFCtZRSuZ"
                    + "J1ummpmZW+qamxiZ6poYpKTqWpqYJOmmGpinJRumWRokpporxdYCAHLzRSt0AAAA";
    private static final String JSON = "{\"id\":\"0f8fad5b-d9cb-469f-a165-70867728950e\",\"email\":\"åsa@example.com\","
            + "\"displayName\":\"Åsa \\\"Ö\\\" /\uD83D\uDE00\",\"groups\":[\"7c9e6679-7425-40de-944b-e07fc1f90ae7\"]}";
    private static final User USER = new User(
            UUID.fromString("0f8fad5b-d9cb-469f-a165-70867728950e"),
            "åsa@example.com",
            "Åsa \"Ö\" /\uD83D\uDE00",
            List.of(UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7")));

    private static final Codec<User> USERS = Codecs.gzip(JsonCodec.of(User.class));
    private static final Codec<JsonNode> TREES = Codecs.gzip(JsonCodec.tree());

    @Test
    void whatNodeWritesIsRead() {
        for (String packed : List.of(ONE_MEMBER, TWO_MEMBERS)) {
            byte[] bytes = Base64.getDecoder().decode(packed);

            assertThat(read(USERS, bytes)).isEqualTo(USER);
            assertThat(read(TREES, bytes)).isEqualTo(read(JsonCodec.tree(), JSON));
            assertThat(read(Codecs.byName("gzip(json)"), bytes)).isEqualTo(read(JsonCodec.tree(), JSON));
        }
    }

    @Test
    void whatIsWrittenUnpacksToWhatNodeWouldWrite() throws IOException {
        assertThat(unpack(bytes(USERS, USER))).isEqualTo(JSON);
        assertThat(unpack(bytes(TREES, read(JsonCodec.tree(), JSON)))).isEqualTo(JSON);
    }

    @Test
    void plainJsonIsNoGzip() {
        assertThatThrownBy(() -> read(TREES, JSON))
                .isInstanceOf(CodecException.class)
                .hasMessage("data does not begin as gzip does");
    }

    private static String unpack(byte[] packed) throws IOException {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            return new String(gzip.readAllBytes(), UTF_8);
        }
    }
}
