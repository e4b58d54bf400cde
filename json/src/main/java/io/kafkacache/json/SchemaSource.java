package io.kafkacache.json;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a schema comes from, and what else may be read from there for its sake. */
sealed interface SchemaSource {
    /** As a user would name it. */
    String name();

    /** Its own address, by which relative references are resolved; null where it has none. */
    @Nullable
    String address();

    /** The schema itself. */
    byte[] read() throws IOException;

    /** Another document, or null where this source does not lead to such addresses. */
    byte @Nullable [] read(String address) throws IOException;

    static SchemaSource ofString(String json) {
        return new Text(Objects.requireNonNull(json));
    }

    static SchemaSource ofFile(Path file) {
        return new InFile(Objects.requireNonNull(file));
    }

    static SchemaSource ofResource(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader loader = context == null ? SchemaSource.class.getClassLoader() : context;
        return new OnClassPath(Objects.requireNonNull(name), loader);
    }

    /** Leads nowhere else. */
    record Text(String json) implements SchemaSource {
        @Override
        public String name() {
            return "JSON Schema given as text";
        }

        @Override
        public @Nullable String address() {
            return null;
        }

        @Override
        public byte[] read() {
            return json.getBytes(UTF_8);
        }

        @Override
        public byte @Nullable [] read(String address) {
            return null;
        }
    }

    /** Leads to other files. */
    record InFile(Path file) implements SchemaSource {
        @Override
        public String name() {
            return file.toString();
        }

        @Override
        public String address() {
            return file.toUri().toString();
        }

        @Override
        public byte[] read() throws IOException {
            return Files.readAllBytes(file);
        }

        @Override
        public byte @Nullable [] read(String address) throws IOException {
            return address.startsWith("file:") ? Files.readAllBytes(Path.of(URI.create(address))) : null;
        }
    }

    /** Leads to other resources of the same class loader. */
    record OnClassPath(String name, ClassLoader loader) implements SchemaSource {
        private static final String SCHEME = "classpath:/";

        @Override
        public String address() {
            return SCHEME + name;
        }

        @Override
        public byte[] read() throws IOException {
            return resource(name);
        }

        @Override
        public byte @Nullable [] read(String address) throws IOException {
            return address.startsWith(SCHEME) ? resource(address.substring(SCHEME.length())) : null;
        }

        private byte[] resource(String resource) throws IOException {
            try (InputStream stream = loader.getResourceAsStream(resource)) {
                if (stream == null) {
                    throw new FileNotFoundException("no resource " + resource);
                }
                return stream.readAllBytes();
            }
        }
    }
}
