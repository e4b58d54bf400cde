package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.Codecs;
import io.kafkacache.codec.RecordContext;
import io.kafkacache.codec.RecordContext.Role;
import io.kafkacache.json.JsonCodec;
import io.kafkacache.json.JsonSchema;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Locale;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * How the keys or the values of a codec look: in NDJSON the json codec's bytes stand as they are, those of text codecs as a string, others as
 * {@code {"base64url":…}}; on the command line the codec's text stands, or {@code base64url:} and the bytes for any codec, or {@code text:} and a
 * text that itself starts with one of the two.
 *
 * @param <T> the codec's objects
 */
final class Form<T> {
    private static final String BASE64URL = "base64url:";
    private static final String TEXT = "text:";
    private static final String GZIP = "gzip(";

    private final Codec<T> codec;
    private final StoredCodec<T> stored;
    private final RecordContext context;
    private final boolean json;
    private final @Nullable TextForm text;
    private final @Nullable Form<?> packed;

    private Form(Codec<T> codec, String name, Role role, @Nullable Form<?> packed) {
        this.codec = codec;
        this.stored = new StoredCodec<>(codec);
        this.context = new RecordContext("", role, new RecordHeaders());
        this.json = name.equals("json");
        this.text = TextForm.of(name).orElse(null);
        this.packed = packed;
    }

    /**
     * The form of a codec.
     *
     * @throws IllegalArgumentException where no codec has this name, or it is none for keys
     */
    static Form<?> of(String name, Role role) {
        return of(name, role, null);
    }

    /**
     * The form of a codec that takes only what keeps to a schema.
     *
     * @throws IllegalArgumentException as above, and where the codec is not one of JSON though there is a schema
     */
    static Form<?> of(String name, Role role, @Nullable JsonSchema schema) {
        Codec<?> codec = Codecs.byName(name);
        if (role == Role.KEY && codec.valuesOnly()) {
            throw new IllegalArgumentException(
                    "'" + name + "' is for values only: one key would have several encodings");
        }
        String spelt = name.strip().toLowerCase(Locale.ROOT);
        Form<?> packed = spelt.startsWith(GZIP) && spelt.endsWith(")")
                ? of(spelt.substring(GZIP.length(), spelt.length() - 1), role, schema)
                : null;
        if (schema == null) {
            return new Form<>(codec, spelt, role, packed);
        }
        if (packed != null) {
            return new Form<>(Codecs.gzip(packed.codec), spelt, role, packed);
        }
        if (!spelt.equals("json")) {
            throw new IllegalArgumentException("a schema is for json and gzip(json), not for '" + name + "'");
        }
        return new Form<>(schema.checked(JsonCodec.tree()), spelt, role, null);
    }

    /** For a cache or writer that handles the stored bytes. */
    Codec<Stored> codec() {
        return stored;
    }

    /** Whether a cache with this codec takes these bytes. */
    boolean takes(byte[] bytes) {
        try {
            stored.check(context, ByteBuffer.wrap(bytes));
            return true;
        } catch (CodecException e) {
            return false;
        }
    }

    /** From an argument of the command line. */
    Stored ofArgument(String argument) {
        if (argument.startsWith(BASE64URL)) {
            return checked(base64url(argument.substring(BASE64URL.length())));
        }
        return checked(encode(argument.startsWith(TEXT) ? argument.substring(TEXT.length()) : argument));
    }

    /** The beginning of encoded keys, from an argument of the command line. */
    byte[] prefixOfArgument(String argument) {
        if (argument.startsWith(BASE64URL)) {
            return base64url(argument.substring(BASE64URL.length()));
        }
        String beginning = argument.startsWith(TEXT) ? argument.substring(TEXT.length()) : argument;
        if (text == TextForm.LONGS) {
            throw new CodecException("the beginning of a number is no text; use base64url: and its first bytes");
        }
        return text == TextForm.STRING ? encode(beginning) : beginning.getBytes(UTF_8);
    }

    /** From standard input: the text without prefixes, less one newline at its end; of codecs without a text the bytes as they are. */
    Stored ofInput(byte[] input) {
        if (json) {
            return checked(withoutNewline(input));
        }
        if (text != null) {
            return checked(encode(Codecs.utf8().decode(context, ByteBuffer.wrap(withoutNewline(input)))));
        }
        return checked(packed == null ? input : pack(packed.ofInput(input)));
    }

    /** From the bytes of a JSON value. */
    Stored ofJson(byte[] value) {
        if (json) {
            return checked(value);
        }
        JsonScalar scalar = JsonScalar.of(value);
        if (scalar.base64url() != null) {
            return checked(base64url(scalar.base64url()));
        }
        if (packed != null) {
            return checked(pack(packed.ofJson(value)));
        }
        String string = scalar.text();
        if (string == null || (text == null && !scalar.isString())) {
            throw new CodecException(
                    text == null
                            ? "this codec takes {\"base64url\":…}, or a string for its UTF-8"
                            : "this codec takes a string, or {\"base64url\":…}");
        }
        return checked(encode(string));
    }

    /** As a JSON value on one line. */
    void write(Stored value, JsonLine line) {
        if (json) {
            line.raw(value.bytes());
        } else if (text != null) {
            line.string(String.valueOf(codec.decode(context, ByteBuffer.wrap(value.bytes()))));
        } else {
            line.raw(("{\"base64url\":\"" + encoder().encodeToString(value.bytes()) + "\"}").getBytes(UTF_8));
        }
    }

    /** As text for people, to be put into a sentence. */
    String inWords(Stored value) {
        JsonLine line = new JsonLine();
        write(value, line);
        return line.text();
    }

    private byte[] encode(String string) {
        if (text != null) {
            @SuppressWarnings("unchecked") // the form of this codec's own objects
            T object = (T) text.parse(string);
            return codec.encode(context, object);
        }
        return packed == null ? Codecs.utf8().encode(context, string) : pack(packed.checked(packed.encode(string)));
    }

    private byte[] pack(Stored unpacked) {
        return Codecs.gzip(Codecs.bytes()).encode(context, unpacked.bytes());
    }

    private Stored checked(byte[] bytes) {
        return stored.decode(context, ByteBuffer.wrap(bytes));
    }

    private static byte[] base64url(String encoded) {
        try {
            return Base64.getUrlDecoder().decode(encoded);
        } catch (IllegalArgumentException e) {
            throw new CodecException("not base64url of RFC 4648 section 5", e);
        }
    }

    private static Base64.Encoder encoder() {
        return Base64.getUrlEncoder().withoutPadding();
    }

    private static byte[] withoutNewline(byte[] input) {
        int length = input.length;
        return length > 0 && input[length - 1] == '\n' ? java.util.Arrays.copyOf(input, length - 1) : input;
    }
}
