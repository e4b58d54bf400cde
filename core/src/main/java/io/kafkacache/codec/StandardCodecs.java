package io.kafkacache.codec;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes the codecs of {@link Codecs} known by name. Immutable; not called directly, see {@link Codecs#byName}. */
public final class StandardCodecs implements CodecProvider {
    private static final Map<String, Codec<?>> CODECS = Map.of(
            "utf8", Codecs.utf8(),
            "ascii", Codecs.ascii(),
            "utf16le", Codecs.utf16le(),
            "hex", Codecs.hex(),
            "base64", Codecs.base64(),
            "bytes", Codecs.bytes(),
            "uuid", Codecs.uuid(),
            "long", Codecs.longs());

    private static final Map<String, String> ALSO_SPELT = Map.of("utf-8", "utf8", "ucs2", "utf16le", "binary", "bytes");

    /** For {@link java.util.ServiceLoader}. */
    public StandardCodecs() {}

    @Override
    public Optional<Codec<?>> codec(String name) {
        return Optional.ofNullable(CODECS.get(ALSO_SPELT.getOrDefault(name, name)));
    }

    @Override
    public List<String> names() {
        return CODECS.keySet().stream().sorted().toList();
    }
}
