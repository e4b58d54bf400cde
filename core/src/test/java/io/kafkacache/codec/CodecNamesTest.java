package io.kafkacache.codec;

import static io.kafkacache.codec.CodecSamples.encode;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CodecNamesTest {
    private static final Map<String, Codec<?>> EVERY_NAME = Map.ofEntries(
            Map.entry("utf8", Codecs.utf8()),
            Map.entry("utf-8", Codecs.utf8()),
            Map.entry("ascii", Codecs.ascii()),
            Map.entry("utf16le", Codecs.utf16le()),
            Map.entry("ucs2", Codecs.utf16le()),
            Map.entry("hex", Codecs.hex()),
            Map.entry("base64", Codecs.base64()),
            Map.entry("bytes", Codecs.bytes()),
            Map.entry("binary", Codecs.bytes()),
            Map.entry("uuid", Codecs.uuid()),
            Map.entry("long", Codecs.longs()));

    @Test
    void everyNameGivesItsCodec() {
        EVERY_NAME.forEach(
                (name, codec) -> assertThat(Codecs.byName(name)).as(name).isSameAs(codec));
    }

    @Test
    void caseAndSpacesAroundANameDoNotMatter() {
        assertThat(Codecs.byName("UTF-8")).isSameAs(Codecs.utf8());
        assertThat(Codecs.byName(" uuid ")).isSameAs(Codecs.uuid());
    }

    @Test
    @SuppressWarnings("unchecked")
    void gzipGoesAroundEveryName() {
        Codec<String> twice = (Codec<String>) Codecs.byName("gzip(gzip(utf8))");
        Codec<String> inner = Codecs.gzip(Codecs.gzip(Codecs.utf8()));

        assertThat(encode(twice, "text")).isEqualTo(encode(inner, "text"));
        EVERY_NAME.keySet().forEach(name -> assertThat(
                        Codecs.byName("gzip(" + name + ")").valuesOnly())
                .isTrue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "utf9", "gzip", "gzip()", "gzip(utf9)", "gzip(utf8", "utf8)", "gzip (utf8)"})
    void anUnknownNameIsRefusedWithTheKnownOnes(String name) {
        assertThatThrownBy(() -> Codecs.byName(name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(
                        "use one of ascii, base64, bytes, hex, long, utf16le, utf8, uuid, or gzip(NAME) for values");
    }

    @Test
    void theArtifactOfJsonIsNamedWhereItIsMissing() {
        assertThatThrownBy(() -> Codecs.byName("json"))
                .hasMessageStartingWith("no codec is named 'json'")
                .hasMessageEndingWith("for json add the artifact io.kafkacache:kafka-cache-json");
    }

    @Test
    void namesAreFoundInAThreadWithoutAContextClassLoader() {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            assertThat(Codecs.byName("uuid")).isSameAs(Codecs.uuid());
            assertThat(Codecs.names()).contains("uuid", "utf8");
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
