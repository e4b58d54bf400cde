package io.kafkacache.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Durations as people write them: {@code 200ms}, {@code 5s}, {@code 1.5m}, {@code 2h}; 292 years at most, which is as good as for ever. */
final class Durations implements ITypeConverter<Duration> {
    private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,6})?)(ms|s|m|h)");

    @Override
    public Duration convert(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new TypeConversionException("'" + text + "' is not a duration: write 200ms, 5s, 1m or 2h");
        }
        long nanos = new BigDecimal(form.group(1))
                .multiply(BigDecimal.valueOf(nanos(form.group(2))))
                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                .longValue();
        if (nanos == 0) {
            throw new TypeConversionException("'" + text + "' must be longer than nothing");
        }
        return Duration.ofNanos(nanos);
    }

    private static long nanos(String unit) {
        return switch (unit) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            default -> 3_600_000_000_000L;
        };
    }

    /** As a person would say it: {@code 3.2 µs}, {@code 41 ms}, {@code 1.31 s}, {@code 2 m 5 s}, {@code 3 h 20 m}. */
    static String text(Duration duration) {
        long nanos = duration.toNanos();
        if (nanos < 1_000_000) {
            return "%.1f µs".formatted(nanos / 1e3);
        }
        if (nanos < 1_000_000_000) {
            return nanos < 10_000_000 ? "%.1f ms".formatted(nanos / 1e6) : nanos / 1_000_000 + " ms";
        }
        long seconds = duration.toSeconds();
        if (seconds < 60) {
            return "%.2f s".formatted(nanos / 1e9);
        }
        if (seconds < 3_600) {
            return seconds / 60 + " m " + seconds % 60 + " s";
        }
        if (seconds < 86_400) {
            return seconds / 3_600 + " h " + seconds / 60 % 60 + " m";
        }
        return seconds / 86_400 + " d " + seconds / 3_600 % 24 + " h";
    }
}
