package io.kafkacache.codec;

import java.util.Optional;

/** Makes codecs known by name; found by {@link java.util.ServiceLoader}. Implementations have a public constructor without arguments. */
public interface CodecProvider {
    /**
     * Finds a codec.
     *
     * @param name the name in lower case, such as {@code json}
     * @return the codec, or empty where this provider does not have it
     */
    Optional<Codec<?>> codec(String name);
}
