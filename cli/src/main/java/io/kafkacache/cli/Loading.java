package io.kafkacache.cli;

import io.kafkacache.TopicWriter;
import io.kafkacache.codec.CodecException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;

/** One run of {@link LoadCommand}: lines to records to acknowledgements. */
final class Loading {
    private static final int NAMED_LINES = 10;

    private final Console console;
    private final Form<?> keys;
    private final Form<?> values;
    private final TopicWriter<Stored, Stored> writer;
    private final boolean skipBad;
    private final InFlight inFlight;
    private final LoadProgress progress;
    private final long started = System.nanoTime();
    private long bad;

    Loading(
            Console console,
            TopicOptions options,
            Form<?> keys,
            Form<?> values,
            TopicWriter<Stored, Stored> writer,
            boolean skipBad,
            long fileBytes) {
        this.console = console;
        this.keys = keys;
        this.values = values;
        this.writer = writer;
        this.skipBad = skipBad;
        this.inFlight = new InFlight(options.timeout());
        this.progress = new LoadProgress(console, options.topic(), fileBytes);
    }

    void load(InputStream in) throws IOException {
        Lines lines = new Lines(in);
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            if (!isBlank(line)) {
                take(lines.number(), line);
            }
            progress.at(inFlight.acknowledged(), lines.bytes());
        }
        inFlight.awaitAll();
        console.say(Bar.count(inFlight.acknowledged()) + " acknowledged in "
                + Durations.text(Duration.ofNanos(System.nanoTime() - started))
                + (bad == 0 ? "" : ", " + Bar.count(bad) + " bad lines skipped"));
    }

    private void take(long number, byte[] line) {
        Stored key;
        Stored value;
        try {
            JsonRecord read = JsonRecord.parse(line);
            key = part("key", keys, read.key());
            value = read.value() == null ? null : part("value", values, read.value());
        } catch (CodecException e) {
            bad(number, e);
            return;
        }
        inFlight.awaitRoom(line.length);
        inFlight.add(number, line.length, value == null ? writer.delete(key) : writer.put(key, value));
    }

    private static Stored part(String name, Form<?> form, byte[] json) {
        try {
            return form.ofJson(json);
        } catch (CodecException e) {
            throw new CodecException("its " + name + " is refused by the codec: " + e.getMessage(), e);
        }
    }

    private void bad(long number, CodecException reason) {
        String message = "line " + number + ": " + reason.getMessage();
        if (!skipBad) {
            inFlight.awaitAll();
            throw new CommandException(
                    ExitCode.FAILED,
                    message + " (" + Bar.count(inFlight.acknowledged())
                            + " records before it were acknowledged; go on with --skip-bad)",
                    reason);
        }
        bad++;
        if (bad <= NAMED_LINES) {
            console.say(message + (bad == NAMED_LINES ? " (further ones are only counted)" : ""));
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }
}
