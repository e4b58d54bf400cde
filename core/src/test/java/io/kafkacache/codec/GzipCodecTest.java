package io.kafkacache.codec;

import static io.kafkacache.codec.CodecSamples.bytes;
import static io.kafkacache.codec.CodecSamples.context;
import static io.kafkacache.codec.CodecSamples.decode;
import static io.kafkacache.codec.CodecSamples.encode;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GzipCodecTest {
    private static final Codec<String> GZIP = Codecs.gzip(Codecs.utf8());

    /** Node 20: {@code Buffer.concat([zlib.gzipSync('ab'), zlib.gzipSync('cd', {level: 0}), zlib.gzipSync('')]).toString('base64')}. */
    private static final String THREE_MEMBERS_BY_NODE =
            "H4sIAAAAAAAAA0tMAgBtSIOeAgAAAB+LCAAAAAAABAMBAgD9/2Nk2o/WRQIAAAAfiwgAAAAAAAADAwAAAAAAAAAAAA==";

    @Test
    void writesWhatTheJdkReads() throws IOException {
        byte[] packed = encode(GZIP, "some text, some text, some text");

        try (GZIPInputStream jdk = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            assertThat(new String(jdk.readAllBytes(), UTF_8)).isEqualTo("some text, some text, some text");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 17, 1000, 100_000})
    void readsWhatItWritesFromEveryKindOfBuffer(int length) {
        String text = "ab€".repeat(length);
        for (ByteBuffer buffer : CodecSamples.buffers(encode(GZIP, text))) {
            GZIP.check(context(), buffer.duplicate());
            assertThat(GZIP.decode(context(), buffer)).isEqualTo(text);
        }
    }

    @Test
    void readsSeveralMembersAsNodeDoes() {
        byte[] packed = Base64.getDecoder().decode(THREE_MEMBERS_BY_NODE);

        assertThat(decode(GZIP, packed)).isEqualTo("abcd");
    }

    @Test
    void readsAMemberWhoseTrailerClaimsLessThanTheWhole() {
        byte[] packed = join(encode(GZIP, "x".repeat(100_000)), encode(GZIP, "yz"));

        assertThat(decode(GZIP, packed)).isEqualTo("x".repeat(100_000) + "yz");
    }

    @Test
    void readsEveryOptionalFieldOfTheHeader() {
        byte[] header = bytes("1f8b 08 1f 00000000 00 03  0300 aabbcc  6e616d6500  6e6f746500");
        CRC32 crc = new CRC32();
        crc.update(header);
        byte[] checksum = {(byte) crc.getValue(), (byte) (crc.getValue() >>> 8)};
        byte[] plain = encode(GZIP, "text");
        byte[] rest = Arrays.copyOfRange(plain, 10, plain.length);

        assertThat(decode(GZIP, join(join(header, checksum), rest))).isEqualTo("text");
        checksum[0]++;
        assertRefused(join(join(header, checksum), rest), "header's checksum");
    }

    @Test
    void refusesEveryTruncation() {
        byte[] packed = join(encode(GZIP, "some text"), encode(GZIP, "more text"));
        int first = encode(GZIP, "some text").length;

        for (int length = 0; length < packed.length; length++) {
            if (length != first) {
                assertRefused(Arrays.copyOf(packed, length), "truncated");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000", "6162", "1f8c08", "00000000000000000000000000000000000000000000"})
    void refusesWhatFollows(String hex) {
        assertRefused(join(encode(GZIP, "text"), bytes(hex)), "followed by other data");
    }

    @ParameterizedTest
    @CsvSource({
        "7b7d, does not begin as gzip does",
        "1f8b 07 00 000000000000, unknown kind",
        "1f8b 08 20 000000000000, unknown kind",
        "1f8b 08 00 000000000000 ffffffff, damaged",
        "1f8b 08 04 000000000000 ffff00, truncated",
        "1f8b 08 08 000000000000 616263, truncated"
    })
    void refusesOtherData(String hex, String message) {
        assertRefused(bytes(hex), message);
    }

    @Test
    void refusesAWrongChecksumOrLength() {
        byte[] packed = encode(GZIP, "text");
        byte[] checksum = packed.clone();
        checksum[packed.length - 8] ^= 1;
        byte[] length = packed.clone();
        length[packed.length - 4] ^= 1;

        assertRefused(checksum, "checksum");
        assertRefused(length, "length");
    }

    @Test
    void everyFlippedBitIsRefusedOrHarmless() {
        byte[] packed = encode(GZIP, "text that is compressed, text that is compressed");

        for (int bit = 0; bit < packed.length * 8; bit++) {
            byte[] flipped = packed.clone();
            flipped[bit / 8] ^= (byte) (1 << bit % 8);
            try {
                // time, extra flags and system of the header carry nothing
                assertThat(decode(GZIP, flipped)).isEqualTo("text that is compressed, text that is compressed");
            } catch (CodecException e) {
                assertThat(e).hasMessageContaining("gzip");
            }
        }
    }

    @Test
    void unpacksUpToItsLimitAndNotBeyond() {
        Codec<byte[]> limited = Codecs.gzip(Codecs.bytes(), 1000);

        assertThat(decode(limited, encode(limited, new byte[1000]))).hasSize(1000);
        byte[] larger = encode(Codecs.gzip(Codecs.bytes()), new byte[1001]);
        byte[] two = join(encode(limited, new byte[500]), encode(limited, new byte[501]));
        for (byte[] packed : new byte[][] {larger, two}) {
            assertThatThrownBy(() -> decode(limited, packed))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining("more than 1000 bytes");
        }
        assertThatThrownBy(() -> encode(limited, new byte[1001]))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("1001 bytes");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MAX_VALUE})
    void refusesALimitThatCannotBe(int maxBytes) {
        assertThatThrownBy(() -> Codecs.gzip(Codecs.bytes(), maxBytes))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("maxBytes=" + maxBytes);
    }

    @Test
    void checkAsksTheCodecInside() {
        byte[] packed = encode(Codecs.gzip(Codecs.bytes()), bytes("ff"));

        assertThatThrownBy(() -> GZIP.check(context(), ByteBuffer.wrap(packed))).hasMessageContaining("UTF-8");
    }

    @Test
    void isForValuesOnlyAndPassesHeadersOn() {
        assertThat(GZIP.valuesOnly()).isTrue();
        assertThat(GZIP.equalsIsByteEquality()).isFalse();
        assertThat(GZIP.needsHeaders()).isFalse();
    }

    private static void assertRefused(byte[] packed, String message) {
        for (ByteBuffer buffer : CodecSamples.buffers(packed)) {
            assertThatThrownBy(() -> GZIP.decode(context(), buffer))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(message);
        }
    }

    private static byte[] join(byte[] first, byte[] second) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.writeBytes(first);
        joined.writeBytes(second);
        return joined.toByteArray();
    }
}
