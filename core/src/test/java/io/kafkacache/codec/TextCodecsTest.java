package io.kafkacache.codec;

import static io.kafkacache.codec.CodecSamples.bytes;
import static io.kafkacache.codec.CodecSamples.decode;
import static io.kafkacache.codec.CodecSamples.encode;
import static io.kafkacache.codec.CodecSamples.latin1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextCodecsTest {
    private static final String TEXT = "aé€\uD83D\uDE00?";

    @Test
    void utf8HasTheBytesOfUtf8() {
        assertWrites(Codecs.utf8(), TEXT, "61 c3a9 e282ac f09f9880 3f");
        assertWrites(Codecs.utf8(), "", "");
    }

    @Test
    void utf8KeepsAReplacementCharacterThatWasWritten() {
        assertWrites(Codecs.utf8(), "\uFFFD?", "efbfbd 3f");
    }

    @ParameterizedTest
    @ValueSource(strings = {"80", "61 ff", "c3", "e282", "c080", "c1bf", "e08080", "eda080", "f4908080", "f8888080"})
    void utf8RefusesMalformedBytes(String malformed) {
        assertRefusesBytes(Codecs.utf8(), malformed, "are not UTF-8");
    }

    @Test
    void utf8RefusesMalformedBytesBesideAReplacementCharacter() {
        assertRefusesBytes(Codecs.utf8(), "efbfbd ff", "4 bytes are not UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "utf16le"})
    void unpairedSurrogatesAreRefused(String name) {
        for (String text :
                new String[] {"\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D", "\uD83D\uD83D\uDE00", "?\uD83D"}) {
            assertRefusesText(text(name), text, "unpaired surrogate");
        }
    }

    @Test
    void utf8RefusesAByteOrderMark() {
        assertRefusesBytes(Codecs.utf8(), "efbbbf 61", "byte order mark");
        assertRefusesText(Codecs.utf8(), "\uFEFFa", "byte order mark");
        assertWrites(Codecs.utf8(), "a\uFEFF", "61 efbbbf");
    }

    @Test
    void asciiHasOneByteForEachCharacter() {
        assertWrites(Codecs.ascii(), "a?\0\u007F", "61 3f 00 7f");
        assertWrites(Codecs.ascii(), "", "");
    }

    @Test
    void asciiRefusesTheEighthBit() {
        assertRefusesBytes(Codecs.ascii(), "61 80", "2 bytes are not ASCII");
        assertRefusesText(Codecs.ascii(), "é", "not ASCII");
        assertRefusesText(Codecs.ascii(), "\uD83D\uDE00", "not ASCII");
        assertRefusesText(Codecs.ascii(), "\uD83D", "not ASCII");
    }

    @Test
    void utf16leHasTheLowByteFirst() {
        assertWrites(Codecs.utf16le(), TEXT, "6100 e900 ac20 3dd800de 3f00");
        assertWrites(Codecs.utf16le(), "", "");
        assertWrites(Codecs.utf16le(), "a\uFFFE\uFEFF", "6100 feff fffe");
    }

    @ParameterizedTest
    @CsvSource({"61, odd", "610062, odd", "3dd8, surrogate", "00de3dd8, surrogate", "fffe6100, mark", "feff0061, mark"})
    void utf16leRefusesMalformedBytes(String malformed, String reason) {
        assertRefusesBytes(Codecs.utf16le(), malformed, reason);
    }

    @Test
    void utf16leRefusesAByteOrderMark() {
        assertRefusesText(Codecs.utf16le(), "\uFEFFa", "byte order mark");
        assertRefusesText(Codecs.utf16le(), "\uFFFEa", "byte order mark");
    }

    @Test
    void hexShowsAnyBytes() {
        assertWrites(Codecs.hex(), "00ff7f80", "00ff7f80");
        assertWrites(Codecs.hex(), "", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f", "FF", "0g", "0 ", "-1", "\uFF10\uFF11"})
    void hexRefusesOtherText(String text) {
        assertRefusesText(Codecs.hex(), text, "hexadecimal");
    }

    @Test
    void base64ShowsAnyBytes() {
        assertWrites(Codecs.base64(), "", "");
        assertWrites(Codecs.base64(), "AA==", "00");
        assertWrites(Codecs.base64(), "+/8=", "fbff");
        assertWrites(Codecs.base64(), "////", "ffffff");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA", "AA=", "AB==", "AAB=", "-_8=", "AA==\n", "A===", "AAA", "AA==AA==", "\u0141A=="})
    void base64RefusesOtherText(String text) {
        assertRefusesText(Codecs.base64(), text, "Base64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "ascii", "utf16le", "hex", "base64"})
    void equalTextMeansEqualBytes(String name) {
        assertThat(text(name).equalsIsByteEquality()).isTrue();
        assertThat(text(name).valuesOnly()).isFalse();
        assertThat(text(name).needsHeaders()).isFalse();
    }

    @Test
    void messagesDoNotContainTheValue() {
        assertThatThrownBy(() -> decode(Codecs.utf8(), latin1("secret\u00FF"))).hasMessageNotContaining("secret");
        assertThatThrownBy(() -> encode(Codecs.base64(), "secret!"))
                .hasMessageNotContaining("secret")
                .hasNoCause();
    }

    @SuppressWarnings("unchecked")
    private static Codec<String> text(String name) {
        return (Codec<String>) Codecs.byName(name);
    }

    private static void assertWrites(Codec<String> codec, String text, String hex) {
        assertThat(encode(codec, text)).isEqualTo(bytes(hex));
        for (var buffer : CodecSamples.buffers(bytes(hex))) {
            codec.check(CodecSamples.context(), buffer.duplicate());
            assertThat(codec.decode(CodecSamples.context(), buffer)).isEqualTo(text);
        }
    }

    private static void assertRefusesBytes(Codec<String> codec, String hex, String message) {
        for (var buffer : CodecSamples.buffers(bytes(hex))) {
            assertThatThrownBy(() -> codec.decode(CodecSamples.context(), buffer.duplicate()))
                    .isInstanceOf(CodecException.class)
                    .hasMessageContaining(message);
            assertThatThrownBy(() -> codec.check(CodecSamples.context(), buffer.duplicate()))
                    .isInstanceOf(CodecException.class);
        }
    }

    private static void assertRefusesText(Codec<String> codec, String text, String message) {
        assertThatThrownBy(() -> encode(codec, text))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(message);
    }
}
