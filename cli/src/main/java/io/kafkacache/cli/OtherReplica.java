package io.kafkacache.cli;

import io.kafkacache.Fingerprint;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/** Where the fingerprint of another process is to be had. */
final class OtherReplica {
    private final Supplier<Fingerprint> source;

    private OtherReplica(Supplier<Fingerprint> source) {
        this.source = source;
    }

    /**
     * A file and standard input are read at once; a URL only when it is asked for the fingerprint.
     *
     * @throws CommandException where what is read at once cannot be read, or is no fingerprint
     */
    static OtherReplica of(String against, Console console, Duration timeout) {
        if (against.startsWith("http://") || against.startsWith("https://")) {
            URL url = url(against);
            return new OtherReplica(() -> FingerprintJson.parse(against, get(url, timeout)));
        }
        Fingerprint known = FingerprintJson.parse(against, against.equals("-") ? read(console.in()) : read(against));
        return new OtherReplica(() -> known);
    }

    /**
     * Its fingerprint.
     *
     * @throws CommandException where it cannot be had, or is none
     */
    Fingerprint fingerprint() {
        return source.get();
    }

    private static byte[] read(InputStream in) {
        try {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new CommandException(ExitCode.FAILED, "standard input cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] read(String file) {
        try {
            return Files.readAllBytes(Path.of(file));
        } catch (NoSuchFileException e) {
            throw new CommandException(ExitCode.USAGE, "--against " + file + ": there is no such file", e);
        } catch (IOException | InvalidPathException e) {
            throw new CommandException(ExitCode.USAGE, "--against " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static URL url(String against) {
        try {
            return URI.create(against).toURL();
        } catch (IllegalArgumentException | MalformedURLException e) {
            throw new CommandException(ExitCode.USAGE, "--against " + against + " is no URL", e);
        }
    }

    private static byte[] get(URL url, Duration timeout) {
        int millis = (int) Math.min(Integer.MAX_VALUE, Math.max(1, timeout.toMillis()));
        try {
            HttpURLConnection connection = (HttpURLConnection) url.openConnection();
            connection.setConnectTimeout(millis);
            connection.setReadTimeout(millis);
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                throw new CommandException(ExitCode.NOT_READY, url + " answers " + status);
            }
            try (InputStream in = connection.getInputStream()) {
                return in.readAllBytes();
            }
        } catch (IOException e) {
            throw new CommandException(ExitCode.NOT_READY, url + " does not answer: " + e.getMessage(), e);
        }
    }
}
