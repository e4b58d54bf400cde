package io.kafkacache.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The lines of a stream, of which only one is held at a time. Not for several threads. */
final class Lines {
    private static final int LONGEST = 64 << 20;

    private final InputStream in;
    private final byte[] buffer = new byte[64 << 10];
    private int at;
    private int limit;
    private long number;
    private long bytes;

    Lines(InputStream in) {
        this.in = in;
    }

    /** The number of the line given last, from 1. */
    long number() {
        return number;
    }

    /** How many bytes were read. */
    long bytes() {
        return bytes;
    }

    /** The next line without its end, or null after the last. */
    byte @Nullable [] next() throws IOException {
        if (at == limit && !fill()) {
            return null;
        }
        number++;
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        do {
            int end = at;
            while (end < limit && buffer[end] != '\n') {
                end++;
            }
            if (line.size() + (end - at) > LONGEST) {
                throw new CommandException(
                        ExitCode.FAILED, "line " + number + " is longer than " + (LONGEST >> 20) + " MiB");
            }
            line.write(buffer, at, end - at);
            boolean ended = end < limit;
            at = ended ? end + 1 : end;
            if (ended) {
                break;
            }
        } while (fill());
        return line.toByteArray();
    }

    private boolean fill() throws IOException {
        limit = Math.max(0, in.read(buffer));
        at = 0;
        bytes += limit;
        return limit > 0;
    }
}
