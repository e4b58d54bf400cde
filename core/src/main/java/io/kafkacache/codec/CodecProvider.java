package io.kafkacache.codec;

import java.util.List;
import java.util.Optional;

/**
 * Makes codecs known by name, for {@link Codecs#byName}; found by {@link java.util.ServiceLoader}. Implementations have a public constructor
 * without arguments and are safe for any number of threads.
 */
public interface CodecProvider {
    /**
     * Finds a codec.
     *
     * @param name the name in lower case, such as {@code json}; never {@code gzip(...)}, which goes around every codec by itself
     * @return the codec, or empty where this provider does not have it
     */
    Optional<Codec<?>> codec(String name);

    /**
     * The names to show to somebody who gave an unknown one.
     *
     * @return the names, without further spellings of the same; none unless overridden
     */
    default List<String> names() {
        return List.of();
    }
}
