package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * Standard output, for data only. Not a {@code PrintStream}, which keeps failures to itself: a command that nobody reads any more must end, and
 * one whose data did not fit on the disk must not end with 0. Safe for several threads.
 */
final class DataOutput {
    private static final int BUFFER = 64 << 10;

    private final OutputStream out;

    DataOutput(OutputStream out) {
        this.out = new BufferedOutputStream(out, BUFFER);
    }

    void line(String text) {
        line(text.getBytes(UTF_8));
    }

    /** Writes the bytes and a newline. */
    synchronized void line(byte[] bytes) {
        try {
            out.write(bytes);
            out.write('\n');
        } catch (IOException e) {
            throw failure(e);
        }
    }

    synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw failure(e);
        }
    }

    private static RuntimeException failure(IOException e) {
        String message = String.valueOf(e.getMessage());
        if (message.toLowerCase(Locale.ROOT).contains("broken pipe")) {
            return new ReaderGoneException(e);
        }
        return new CommandException(ExitCode.FAILED, "standard output cannot be written: " + message, e);
    }
}
