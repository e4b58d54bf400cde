package io.kafkacache.codec;

import static io.kafkacache.codec.CodecSamples.bytes;
import static io.kafkacache.codec.CodecSamples.context;
import static io.kafkacache.codec.CodecSamples.decode;
import static io.kafkacache.codec.CodecSamples.encode;
import static io.kafkacache.codec.CodecSamples.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.UUID;
import org.apache.kafka.common.serialization.LongSerializer;
import org.apache.kafka.common.serialization.UUIDSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryCodecsTest {
    private static final String TEXT = "0f8fad5b-d9cb-469f-a165-70867728950e";
    private static final UUID ID = UUID.fromString(TEXT);

    @Test
    void uuidIsWrittenAsKafkaWritesIt() {
        try (UUIDSerializer kafka = new UUIDSerializer()) {
            for (UUID id : new UUID[] {ID, new UUID(0, 0), new UUID(-1, -1), new UUID(Long.MIN_VALUE, 1)}) {
                assertThat(encode(Codecs.uuid(), id)).isEqualTo(kafka.serialize("users", id));
                assertThat(decode(Codecs.uuid(), encode(Codecs.uuid(), id))).isEqualTo(id);
            }
        }
    }

    @Test
    void uuidIsReadFromEveryKindOfBuffer() {
        for (ByteBuffer buffer : CodecSamples.buffers(latin1(TEXT))) {
            assertThat(Codecs.uuid().decode(context(), buffer)).isEqualTo(ID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0F8FAD5B-D9CB-469F-A165-70867728950E",
                "0f8fad5b-d9cb-469f-a165-70867728950g",
                "0f8fad5b-d9cb-469f-a165-70867728950",
                "0f8fad5b-d9cb-469f-a165-70867728950e0",
                "0f8fad5bd9cb469fa16570867728950e",
                "0f8fad5b-d9cb-469f-a165070867728950e",
                "0f8fad5b-d9cb-469f-a1-570867728950e0",
                "-f8fad5b-d9cb-469f-a165-70867728950e",
                "0f8fad5b-d9cb-469f-a165-7086772895\u00E90",
                "{f8fad5b-d9cb-469f-a165-70867728950}",
                "1-1-1-1-1"
            })
    void uuidRefusesAnyOtherForm(String text) {
        assertThatThrownBy(() -> decode(Codecs.uuid(), latin1(text)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("UUID")
                .hasMessageNotContaining("0f8f");
    }

    @Test
    void everyDigitOfAUuidIsChecked() {
        for (int at = 0; at < TEXT.length(); at++) {
            for (char wrong : new char[] {'/', ':', '@', 'A', 'F', '`', 'g', '\u00FF'}) {
                byte[] bytes = latin1(TEXT);
                bytes[at] = (byte) wrong;
                assertThatThrownBy(() -> decode(Codecs.uuid(), bytes)).isInstanceOf(CodecException.class);
            }
        }
    }

    @Test
    void longIsWrittenAsKafkaWritesIt() {
        try (LongSerializer kafka = new LongSerializer()) {
            for (long number : new long[] {0, 1, -1, 0x0102030405060708L, Long.MIN_VALUE, Long.MAX_VALUE}) {
                assertThat(encode(Codecs.longs(), number)).isEqualTo(kafka.serialize("users", number));
                for (ByteBuffer buffer : CodecSamples.buffers(encode(Codecs.longs(), number))) {
                    assertThat(Codecs.longs().decode(context(), buffer)).isEqualTo(number);
                }
            }
        }
    }

    @Test
    void longIsBigEndianWhateverTheOrderOfTheBuffer() {
        ByteBuffer little = ByteBuffer.wrap(bytes("0102030405060708")).order(ByteOrder.LITTLE_ENDIAN);

        assertThat(Codecs.longs().decode(context(), little)).isEqualTo(0x0102030405060708L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00000000000000", "000000000000000000"})
    void longRefusesAnyOtherLength(String hex) {
        assertThatThrownBy(() -> decode(Codecs.longs(), bytes(hex)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("8 bytes, not " + hex.length() / 2);
        assertThatThrownBy(() -> Codecs.longs().check(context(), ByteBuffer.wrap(bytes(hex))))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void bytesAreCopiedInAndOut() {
        byte[] given = bytes("00ff10");

        byte[] encoded = encode(Codecs.bytes(), given);

        assertThat(encoded).isEqualTo(given).isNotSameAs(given);
        assertThat(decode(Codecs.bytes(), given)).isEqualTo(given).isNotSameAs(given);
        for (ByteBuffer buffer : CodecSamples.buffers(given)) {
            assertThat(Codecs.bytes().decode(context(), buffer)).isEqualTo(given);
        }
    }

    @Test
    void equalityIsThatOfTheBytesButForArrays() {
        assertThat(Codecs.uuid().equalsIsByteEquality()).isTrue();
        assertThat(Codecs.longs().equalsIsByteEquality()).isTrue();
        assertThat(Codecs.bytes().equalsIsByteEquality()).isFalse();
    }

    @Test
    void checkOfAnyBytesDoesNotLookAtThem() {
        for (Codec<?> codec : new Codec<?>[] {Codecs.bytes(), Codecs.hex(), Codecs.base64()}) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes("80ff"));
            codec.check(context(), buffer);
            assertThat(buffer.remaining()).isEqualTo(2);
        }
    }
}
