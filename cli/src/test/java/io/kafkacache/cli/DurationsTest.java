package io.kafkacache.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.TypeConversionException;

final class DurationsTest {
    private final Durations durations = new Durations();

    @ParameterizedTest
    @CsvSource({"200ms, PT0.2S", "5s, PT5S", "1.5m, PT1M30S", "2h, PT2H"})
    void readsWhatPeopleWrite(String text, Duration duration) {
        assertThat(durations.convert(text)).isEqualTo(duration);
    }

    /** Which is as good as for ever: nanoseconds count no further. */
    @ParameterizedTest
    @ValueSource(strings = {"5000000h", "999999999h", "999999999m"})
    void whatIsLongerThanNanosecondsCanCountIsAsLongAsTheyCan(String text) {
        assertThat(durations.convert(text)).isEqualTo(Duration.ofNanos(Long.MAX_VALUE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "s", "-1s", "5 s", "5sec", "0s", "PT5S", "99999999999999999999s"})
    void refusesAnythingElse(String text) {
        assertThatThrownBy(() -> durations.convert(text))
                .isInstanceOf(TypeConversionException.class)
                .hasMessageContaining("'" + text + "'");
    }

    @Test
    void saysTheUnitThatFits() {
        assertThat(Durations.text(Duration.ofNanos(3_240))).isEqualTo("3.2 µs");
        assertThat(Durations.text(Duration.ofNanos(4_100_000))).isEqualTo("4.1 ms");
        assertThat(Durations.text(Duration.ofMillis(41))).isEqualTo("41 ms");
        assertThat(Durations.text(Duration.ofMillis(1_310))).isEqualTo("1.31 s");
        assertThat(Durations.text(Duration.ofSeconds(125))).isEqualTo("2 m 5 s");
        assertThat(Durations.text(Duration.ofMinutes(200))).isEqualTo("3 h 20 m");
        assertThat(Durations.text(Duration.ofHours(50))).isEqualTo("2 d 2 h");
    }
}
