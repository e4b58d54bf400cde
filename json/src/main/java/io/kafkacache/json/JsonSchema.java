package io.kafkacache.json;

import com.networknt.schema.Schema;
import io.kafkacache.Validator;
import io.kafkacache.codec.Codec;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;

/**
 * A JSON Schema, compiled once; the same one given to {@link io.kafkacache.Builder#validateWrites} and {@link
 * io.kafkacache.Builder#validateReads} makes writers and readers enforce the same. Immutable and safe for any number of threads.
 *
 * <p>There are three ways to use it. As it is, it judges trees, which hold all that stands in a record. {@link #validator} judges typed
 * values by what their codec writes: right for what is written, while of what is read it sees only what the type kept. {@link #checked} makes
 * a codec that judges the bytes themselves, in both directions.
 *
 * <p>The draft is that of {@code $schema}, from 4 to 2020-12, which is also the default. {@code format} is asserted in each of them, other
 * than newer drafts have it, for a rule that is written down is meant to hold; unknown formats are ignored, as are unknown keywords. Patterns
 * are {@link java.util.regex.Pattern}s. A {@code $ref} may lead elsewhere in the schema, from a file to other files, from the class path to the
 * class path, and to the drafts' own schemas, which come with the library. Nothing is ever fetched from the network.
 *
 * <p>Each problem is a JSON Pointer (RFC 6901), {@code (document)} for the whole one, and the rule: {@code /age: minimum 0}, {@code /email: required}.
 * Nothing of the value is shown, and no property name but those that the schema has words for: others are {@code *}.
 *
 * <p>What is deeper than 500 schemas within each other, or exhausts the stack in a pattern, is not judged but a problem.
 */
public final class JsonSchema implements Validator<Object, JsonNode> {
    private static final JsonCodec<JsonNode> TREE = JsonCodec.tree();

    private final String source;
    private final Schema schema;
    private final SchemaProblems problems;

    JsonSchema(String source, Schema schema, SchemaProblems problems) {
        this.source = source;
        this.schema = schema;
        this.problems = problems;
    }

    /**
     * A schema on the class path: that of the thread's context class loader, else this library's.
     *
     * @param name as for {@link ClassLoader#getResource}, without a slash in front, such as {@code schemas/user.schema.json}
     * @return the schema
     * @throws IllegalArgumentException where there is none or it is no valid schema; names it, the place in it and the rule
     */
    public static JsonSchema ofResource(String name) {
        return SchemaCompiler.compile(SchemaSource.ofResource(name));
    }

    /**
     * A schema in a file. Read now, not watched.
     *
     * @param file the file, in UTF-8
     * @return the schema
     * @throws IllegalArgumentException where it cannot be read or is no valid schema; names it, the place in it and the rule
     */
    public static JsonSchema ofFile(Path file) {
        return SchemaCompiler.compile(SchemaSource.ofFile(file));
    }

    /**
     * A schema as text.
     *
     * @param json the schema itself
     * @return the schema
     * @throws IllegalArgumentException where it is no valid schema; names the place in it and the rule
     */
    public static JsonSchema ofString(String json) {
        return SchemaCompiler.compile(SchemaSource.ofString(json));
    }

    /**
     * Judges a tree.
     *
     * @param key not looked at
     * @param value the tree
     * @return a pointer and a rule for each problem, each once
     */
    @Override
    public List<String> problems(Object key, JsonNode value) {
        return problems(value);
    }

    /**
     * Judges typed values by the document that a codec writes for them, which costs writing and parsing it. Of a value that was read it cannot
     * see what its type dropped or filled in: an {@code additionalProperties} that is broken in the record does not show where the type
     * ignores unknown properties, and a missing property does not where the type has a default. {@link #checked} sees both.
     *
     * @param <T> the object
     * @param codec the codec of the values
     * @return a validator, as safe for threads as this
     */
    public <T> Validator<Object, T> validator(JsonCodec<T> codec) {
        Objects.requireNonNull(codec);
        return (key, value) -> problems(TREE.decoded(ByteBuffer.wrap(codec.encoded(value))));
    }

    /**
     * A codec that judges the bytes: what stands in a record before it is decoded, and what is about to be sent. A record that breaks
     * the schema counts as undecodable, so {@link io.kafkacache.Builder#onRejected} says what follows, and a write of such a value fails with a
     * {@link io.kafkacache.codec.CodecException} as its cause. Every document is parsed once more than without.
     *
     * @param <T> the object
     * @param codec the codec of the values
     * @return a codec, also for use inside {@link io.kafkacache.codec.Codecs#gzip}
     */
    public <T> Codec<T> checked(JsonCodec<T> codec) {
        return new CheckedCodec<>(this, Objects.requireNonNull(codec));
    }

    List<String> problems(ByteBuffer document) {
        return problems(TREE.decoded(document));
    }

    private List<String> problems(JsonNode tree) {
        return problems.of(schema, tree);
    }

    /**
     * Says which schema.
     *
     * @return the resource, the file, or that it was given as text
     */
    @Override
    public String toString() {
        return source;
    }
}
