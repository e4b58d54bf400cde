package io.kafkacache.json;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecException;
import io.kafkacache.codec.RecordContext;
import java.nio.ByteBuffer;
import java.util.List;

/** Asks a schema about the bytes, for a type may drop what breaks it. Immutable and safe for any number of threads. */
final class CheckedCodec<T> implements Codec<T> {
    private final JsonSchema schema;
    private final JsonCodec<T> codec;

    CheckedCodec(JsonSchema schema, JsonCodec<T> codec) {
        this.schema = schema;
        this.codec = codec;
    }

    @Override
    public T decode(RecordContext context, ByteBuffer bytes) {
        requireValid(bytes);
        return codec.decode(context, bytes);
    }

    @Override
    public byte[] encode(RecordContext context, T object) {
        byte[] bytes = codec.encode(context, object);
        requireValid(ByteBuffer.wrap(bytes));
        return bytes;
    }

    private void requireValid(ByteBuffer bytes) {
        List<String> problems = schema.problems(bytes);
        if (!problems.isEmpty()) {
            throw new CodecException("the document breaks %s: %s".formatted(schema, SchemaProblems.told(problems)));
        }
    }
}
