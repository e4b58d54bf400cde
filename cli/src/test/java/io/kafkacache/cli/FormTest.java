package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FormTest {
    private static final String UUID = "5e8a7c0e-7f0b-4d0f-9a55-0d6f0f0c9a11";

    @ParameterizedTest
    @CsvSource({
        "utf8, ключ, d0bad0bbd18ed187",
        "ascii, key, 6b6579",
        "utf16le, é, e900",
        "hex, 00ff, 00ff",
        "base64, AP8=, 00ff",
        "long, -2, fffffffffffffffe",
        "bytes, é, c3a9",
        "json, '{\"a\": 1}', 7b2261223a20317d",
    })
    void anArgumentIsTheCodecsText(String codec, String argument, String hex) {
        assertThat(hex(Form.of(codec, Role.VALUE).ofArgument(argument))).isEqualTo(hex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"utf8", "ascii", "utf16le", "hex", "base64", "bytes", "json", "UTF-8", "ucs2", "binary"})
    void base64urlAndTextWorkWithEveryCodec(String codec) {
        Form<?> form = Form.of(codec, Role.KEY);
        String text = codec.equals("base64") ? "MTI=" : "12";

        Stored plain = form.ofArgument(text);

        assertThat(form.ofArgument("text:" + text)).isEqualTo(plain);
        assertThat(form.ofArgument("base64url:" + base64url(plain))).isEqualTo(plain);
    }

    @Test
    void textReachesAKeyThatStartsLikeAPrefix() {
        Form<?> form = Form.of("utf8", Role.KEY);

        assertThat(text(form.ofArgument("text:base64url:x"))).isEqualTo("base64url:x");
        assertThat(text(form.ofArgument("text:text:x"))).isEqualTo("text:x");
    }

    @ParameterizedTest
    @CsvSource({
        "utf8, ключ, '\"ключ\"'",
        "utf16le, é, '\"é\"'",
        "hex, 00ff, '\"00ff\"'",
        "long, 42, '\"42\"'",
        "uuid, " + UUID + ", '\"" + UUID + "\"'",
        "bytes, base64url:AP8, '{\"base64url\":\"AP8\"}'",
        "json, '{\"a\": 1.0}', '{\"a\": 1.0}'",
    })
    void jsonFormsGoOutAndComeBack(String codec, String argument, String json) {
        Form<?> form = Form.of(codec, Role.VALUE);
        Stored stored = form.ofArgument(argument);

        assertThat(form.inWords(stored)).isEqualTo(json);
        assertThat(form.ofJson(json.getBytes(UTF_8))).isEqualTo(stored);
        assertThat(form.ofJson(codec.equals("json") ? json.getBytes(UTF_8) : wrapped(stored)))
                .isEqualTo(stored);
    }

    @Test
    void storedJsonIsMadeOneLine() {
        Form<?> form = Form.of("json", Role.VALUE);

        assertThat(form.inWords(form.ofArgument("{\n  \"a\": \"x\\n\"\r\n}"))).isEqualTo("{   \"a\": \"x\\n\"  }");
    }

    @Test
    void gzipPacksTheInnerTextAndShowsTheStoredBytes() {
        Form<?> form = Form.of("gzip(json)", Role.VALUE);

        Stored packed = form.ofArgument("{\"a\":1}");

        RecordContext context = new RecordContext("", Role.VALUE, new RecordHeaders());
        assertThat(Codecs.gzip(Codecs.utf8()).decode(context, ByteBuffer.wrap(packed.bytes())))
                .isEqualTo("{\"a\":1}");
        assertThat(form.ofJson("{\"a\":1}".getBytes(UTF_8))).isEqualTo(packed);
        assertThat(form.ofInput("{\"a\":1}\n".getBytes(UTF_8))).isEqualTo(packed);
        assertThat(form.inWords(packed)).isEqualTo("{\"base64url\":\"" + base64url(packed) + "\"}");
        assertThat(form.ofJson(form.inWords(packed).getBytes(UTF_8))).isEqualTo(packed);
        assertThatThrownBy(() -> form.ofArgument("{")).isInstanceOf(CodecException.class);
    }

    @Test
    void inputLosesOneNewlineWhereItIsText() {
        assertThat(text(Form.of("utf8", Role.VALUE).ofInput("a\n\n".getBytes(UTF_8))))
                .isEqualTo("a\n");
        assertThat(text(Form.of("json", Role.VALUE).ofInput("1\n".getBytes(UTF_8))))
                .isEqualTo("1");
        assertThat(text(Form.of("bytes", Role.VALUE).ofInput("a\n".getBytes(UTF_8))))
                .isEqualTo("a\n");
        assertThat(Form.of("utf16le", Role.VALUE).ofInput("é\n".getBytes(UTF_8)).bytes())
                .isEqualTo("é".getBytes(UTF_16LE));
        assertThat(text(Form.of("utf8", Role.VALUE).ofInput("text:a".getBytes(UTF_8))))
                .isEqualTo("text:a");
    }

    @ParameterizedTest
    @CsvSource({
        "uuid, 5E8A7C0E-7F0B-4D0F-9A55-0D6F0F0C9A11",
        "uuid, 1-1-1-1-1",
        "long, 1x",
        "ascii, é",
        "hex, 0",
        "json, '{'",
        "json, null",
        "utf8, base64url:*",
        "utf8, base64url:_w",
        "long, base64url:AAE",
    })
    void refusesWhatTheCodecDoesNotTake(String codec, String argument) {
        assertThatThrownBy(() -> Form.of(codec, Role.VALUE).ofArgument(argument))
                .isInstanceOf(CodecException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "utf8, 1.5",
        "utf8, true",
        "utf8, '[]'",
        "bytes, 5",
        "long, '\"x\"'",
        "utf8, '{\"base64url\":\"YQ\",\"x\":1}'"
    })
    void refusesJsonOfAnotherForm(String codec, String json) {
        assertThatThrownBy(() -> Form.of(codec, Role.VALUE).ofJson(json.getBytes(UTF_8)))
                .isInstanceOf(CodecException.class);
    }

    @Test
    void aKeyThatItsCodecWouldWriteOtherwiseIsRefused() {
        assertThatThrownBy(() -> Form.of("json", Role.KEY).ofArgument("{ \"a\": 1 }"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("otherwise");
    }

    @Test
    void unknownCodecsAndThoseForValuesOnlyAreMisuse() {
        assertThatThrownBy(() -> Form.of("jsn", Role.VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Form.of("gzip(json)", Role.KEY))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("values only");
    }

    private static byte[] wrapped(Stored stored) {
        return ("{\"base64url\":\"" + base64url(stored) + "\"}").getBytes(UTF_8);
    }

    private static String base64url(Stored stored) {
        return java.util.Base64.getUrlEncoder().withoutPadding().encodeToString(stored.bytes());
    }

    private static String hex(Stored stored) {
        return HexFormat.of().formatHex(stored.bytes());
    }

    private static String text(Stored stored) {
        return new String(stored.bytes(), UTF_8);
    }

    @Test
    void theBeginningOfAKeyIsTheCodecsTextOrBytes() {
        assertThat(Form.of("utf8", Role.KEY).prefixOfArgument("é")).isEqualTo("é".getBytes(UTF_8));
        assertThat(Form.of("utf16le", Role.KEY).prefixOfArgument("a")).containsExactly('a', 0);
        assertThat(Form.of("uuid", Role.KEY).prefixOfArgument("5e8a7c")).isEqualTo("5e8a7c".getBytes(UTF_8));
        assertThat(Form.of("long", Role.KEY).prefixOfArgument("base64url:AAA")).containsExactly(0, 0);
        assertThat(Form.of("utf8", Role.KEY).prefixOfArgument("text:base64url:"))
                .isEqualTo("base64url:".getBytes(UTF_8));
        assertThatThrownBy(() -> Form.of("long", Role.KEY).prefixOfArgument("4"))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("base64url:");
    }
}
