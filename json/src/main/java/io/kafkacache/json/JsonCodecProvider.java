package io.kafkacache.json;

import io.kafkacache.codec.Codec;
import io.kafkacache.codec.CodecProvider;
import java.util.List;
import java.util.Optional;

/** Makes {@link JsonCodec#tree()} known as {@code json}. Immutable; not called directly, see {@link io.kafkacache.codec.Codecs#byName}. */
public final class JsonCodecProvider implements CodecProvider {
    /** For {@link java.util.ServiceLoader}. */
    public JsonCodecProvider() {}

    @Override
    public Optional<Codec<?>> codec(String name) {
        return name.equals("json") ? Optional.of(JsonCodec.tree()) : Optional.empty();
    }

    @Override
    public List<String> names() {
        return List.of("json");
    }
}
