package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kafkacache.codec.CodecException;
import java.nio.charset.Charset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRecordTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"text\"",
                "\"with \\\"quotes\\\" and \\u00e9 and é\"",
                "\"\"",
                "12",
                "-1.50e+3",
                "0",
                "true",
                "{}",
                "[ ]",
                "{\"a\" : [1, {\"b\":\"}\"}], \"c\":null}",
                "[\"]\", 1.0 ]"
            })
    void keepsTheBytesOfKeyAndValueAsTheyStand(String json) {
        for (String line : new String[] {
            "{\"key\":%s,\"value\":%s}",
            " { \"value\" : %s , \"offset\":1, \"key\" :  %s } ",
            "{\"key\":%s,\t\"value\":%s\r}"
        }) {
            JsonRecord record = JsonRecord.parse(line.formatted(json, json).getBytes(UTF_8));

            assertThat(new String(record.key(), UTF_8)).isEqualTo(json);
            assertThat(record.value()).isEqualTo(json.getBytes(UTF_8));
        }
    }

    /** As a shell of Windows writes it: there the parser counts characters, and says of no byte where it stands. */
    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void refusesAnotherEncoding(String charset) {
        byte[] line = "{\"key\":1,\"value\":1}".getBytes(Charset.forName(charset));

        assertThatThrownBy(() -> JsonRecord.parse(line))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining("not JSON in UTF-8");
    }

    @Test
    void keepsALongValue() {
        String json = "\"" + "é\\n".repeat(100_000) + "\"";

        JsonRecord record = JsonRecord.parse(("{\"key\":1,\"value\":" + json + "}").getBytes(UTF_8));

        assertThat(record.value()).isEqualTo(json.getBytes(UTF_8));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{\"key\":1}", "{\"key\":1,\"value\":null}", "{\"value\":null,\"key\":1,\"cause\":\"delete\"}"})
    void nullOrNoValueIsATombstone(String line) {
        assertThat(JsonRecord.parse(line.getBytes(UTF_8)).value()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[1]|not a JSON object",
                "1|not a JSON object",
                "{\"value\":1}|no \"key\"",
                "{\"key\":null,\"value\":1}|no \"key\"",
                "{\"key\":1,\"value\":1} {}|more than one",
                "{\"key\":1,\"value\":|not JSON",
                "{\"key\":1,'value':1}|not JSON",
                "{\"key\":\"secret|not JSON",
                "{\"key\":1,\"rejected\":\"reason\"}|rejected",
            })
    void saysWhatIsWrongWithoutQuotingTheLine(String line, String reason) {
        assertThatThrownBy(() -> JsonRecord.parse(line.getBytes(UTF_8)))
                .isInstanceOf(CodecException.class)
                .hasMessageContaining(reason)
                .hasMessageNotContaining("secret");
    }
}
