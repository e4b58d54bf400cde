package io.kafkacache.json;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as UTF-8, typed or as a tree. Immutable and safe for any number of threads.
 *
 * <p>Reading ignores properties that the type does not have, so that writers may add some, and refuses what follows the document, a byte order
 * mark, and the document {@code null}: a delete is a tombstone. Of a property given twice the last one counts, as for JavaScript's
 * {@code JSON.parse}. Types of {@code java.time} are read and written as ISO 8601 text. Writing gives what {@code JSON.stringify} does: no
 * white space, slashes and non-ASCII characters as they are, properties in the order of their declaration.
 *
 * <p>The message of a {@link CodecException} names the path (with {@code *} for the keys of maps), line, column and Java types, never the value;
 * Jackson's own exception, which quotes it, is dropped and leaves only its stack trace.
 *
 * <p>As values, also inside {@link io.kafkacache.codec.Codecs#gzip}. Keys should rather be text: another writer's spaces or order of properties
 * make another key, and the cache takes a key that is not exactly as this codec would write it for undecodable.
 *
 * @param <T> the object
 */
public final class JsonCodec<T> implements Codec<T> {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(JsonWriteFeature.ESCAPE_FORWARD_SLASHES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private final String type;
    private final ObjectReader reader;
    private final ObjectWriter writer;

    private JsonCodec(JsonMapper mapper, JavaType type) {
        this.type = type.toCanonical();
        this.reader = mapper.readerFor(type).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
        this.writer = mapper.writerFor(type);
    }

    /**
     * Objects of a class, such as a record.
     *
     * @param <T> the object
     * @param type its class
     * @return the codec
     */
    public static <T> JsonCodec<T> of(Class<T> type) {
        return of(type, MAPPER);
    }

    /**
     * Objects of a generic type, such as {@code new TypeReference<List<User>>() {}}.
     *
     * @param <T> the object
     * @param type its type
     * @return the codec
     */
    public static <T> JsonCodec<T> of(TypeReference<T> type) {
        return new JsonCodec<>(MAPPER, MAPPER.getTypeFactory().constructType(type));
    }

    /**
     * Objects of a class, by a mapper of one's own; its settings replace those that are described above, but what follows the document and the
     * document {@code null} are refused nevertheless.
     *
     * @param <T> the object
     * @param type its class
     * @param mapper the mapper
     * @return the codec
     */
    public static <T> JsonCodec<T> of(Class<T> type, JsonMapper mapper) {
        return new JsonCodec<>(mapper, mapper.getTypeFactory().constructType(type));
    }

    /**
     * Any JSON as a tree; by name {@code json}.
     *
     * @return the codec
     */
    public static JsonCodec<JsonNode> tree() {
        return of(JsonNode.class);
    }

    @Override
    public T decode(RecordContext context, ByteBuffer bytes) {
        return decoded(bytes);
    }

    @Override
    public byte[] encode(RecordContext context, T object) {
        return encoded(object);
    }

    /** The document in {@code bytes}, whose position stays. */
    T decoded(ByteBuffer bytes) {
        byte[] array = bytes.hasArray() ? bytes.array() : new byte[bytes.remaining()];
        int from = bytes.hasArray() ? bytes.arrayOffset() + bytes.position() : 0;
        if (!bytes.hasArray()) {
            bytes.get(bytes.position(), array);
        }
        byte first = firstOf(array, from, from + bytes.remaining());
        T object = read(array, from, bytes.remaining());
        if (first == 'n') {
            throw nullDocument();
        }
        return object;
    }

    byte[] encoded(T object) {
        byte[] bytes = write(object);
        if (bytes.length > 0 && bytes[0] == 'n') {
            throw nullDocument();
        }
        return bytes;
    }

    private T read(byte[] array, int from, int length) {
        try {
            return reader.readValue(array, from, length);
        } catch (RuntimeException e) {
            throw JsonFailure.reading(type, e);
        }
    }

    private byte[] write(T object) {
        try {
            return writer.writeValueAsBytes(object);
        } catch (RuntimeException e) {
            throw JsonFailure.writing(type, e);
        }
    }

    /**
     * The first byte that is no white space. Jackson guesses the encoding, so others than UTF-8 are refused here: they show by a zero among the
     * first four bytes, or by a byte order mark.
     */
    private static byte firstOf(byte[] array, int from, int to) {
        for (int i = from; i < Math.min(to, from + 4); i++) {
            if (array[i] == 0 || array[from] < 0) {
                throw new CodecException("not JSON in UTF-8: a byte order mark, or another encoding");
            }
        }
        for (int i = from; i < to; i++) {
            if (array[i] > ' ') {
                return array[i];
            }
        }
        throw new CodecException("%d bytes without a JSON document".formatted(to - from));
    }

    private static CodecException nullDocument() {
        return new CodecException(
                "the document is JSON null, which is no value; to delete a key write a tombstone, by delete(key)");
    }
}
