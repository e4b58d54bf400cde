package io.kafkacache.codec;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.stream.Stream;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;

/**
 * The codecs that come with the cache, those found by name, and adapters for Kafka's serializers. All of them are safe for any number of
 * threads, and strict: what they do not write themselves they do not read.
 */
public final class Codecs {
    private static final String GZIP = "gzip(";

    private Codecs() {}

    /**
     * Text as UTF-8.
     *
     * @return a codec that refuses malformed bytes, unpaired surrogates and a leading byte order mark, both ways
     */
    public static Codec<String> utf8() {
        return Utf8Codec.INSTANCE;
    }

    /**
     * Text as ASCII.
     *
     * @return a codec that refuses anything above U+007F, both ways
     */
    public static Codec<String> ascii() {
        return AsciiCodec.INSTANCE;
    }

    /**
     * Text as UTF-16, little endian; what Node calls {@code ucs2}.
     *
     * @return a codec that refuses an odd number of bytes, unpaired surrogates and a leading byte order mark, both ways
     */
    public static Codec<String> utf16le() {
        return Utf16leCodec.INSTANCE;
    }

    /**
     * Any bytes, shown as hexadecimal text.
     *
     * @return a codec of lower-case digits; encoding refuses upper case
     */
    public static Codec<String> hex() {
        return HexCodec.INSTANCE;
    }

    /**
     * Any bytes, shown as Base64 text.
     *
     * @return a codec of the standard alphabet, padded, without line breaks; encoding refuses any other form
     */
    public static Codec<String> base64() {
        return Base64Codec.INSTANCE;
    }

    /**
     * Any bytes as they are, copied in and out. As keys rather take {@link #hex()} or {@link #base64()}: arrays have no equality of value.
     *
     * @return a codec that refuses nothing
     */
    public static Codec<byte[]> bytes() {
        return BytesCodec.INSTANCE;
    }

    /**
     * UUIDs as 36 lower-case characters, as Kafka's UUIDSerializer writes them.
     *
     * @return a codec that refuses upper case
     */
    public static Codec<UUID> uuid() {
        return UuidCodec.INSTANCE;
    }

    /**
     * Numbers as eight bytes, big-endian, as Kafka's LongSerializer writes them; by name {@code long}.
     *
     * @return a codec that refuses any other number of bytes
     */
    public static Codec<Long> longs() {
        return LongCodec.INSTANCE;
    }

    /**
     * Gzip around another codec, for values only. Reads all of RFC 1952, also several members in a row, as Node's zlib does; refuses what is
     * truncated, damaged or followed by something else, and what unpacks to more than 64 MiB.
     *
     * @param <T> the object
     * @param codec what is compressed
     * @return the codec
     */
    public static <T> Codec<T> gzip(Codec<T> codec) {
        return gzip(codec, GzipCodec.DEFAULT_MAX_BYTES);
    }

    /**
     * Gzip around another codec, for values only, with a limit of one's own.
     *
     * @param <T> the object
     * @param codec what is compressed
     * @param maxBytes the most bytes that a value may have before compression, read or written; against small records that unpack to fill
     *     the memory
     * @return the codec
     * @throws IllegalArgumentException where {@code maxBytes} is not positive, or too near to the largest int
     */
    public static <T> Codec<T> gzip(Codec<T> codec, int maxBytes) {
        return new GzipCodec<>(Objects.requireNonNull(codec, "codec"), maxBytes);
    }

    /**
     * Any Kafka {@code Serde} as a codec, given the records' headers. See {@link #of(Serializer, Deserializer, boolean)}.
     *
     * @param <T> the object
     * @param serde configured by the caller, who also closes it, after the caches that use it
     * @return the codec
     */
    public static <T> Codec<T> of(Serde<T> serde) {
        return of(serde, true);
    }

    /**
     * Any Kafka {@code Serde} as a codec. See {@link #of(Serializer, Deserializer, boolean)}.
     *
     * @param <T> the object
     * @param serde configured by the caller, who also closes it, after the caches that use it
     * @param needsHeaders whether its deserializer looks at headers
     * @return the codec
     */
    public static <T> Codec<T> of(Serde<T> serde, boolean needsHeaders) {
        return of(serde.serializer(), serde.deserializer(), needsHeaders);
    }

    /**
     * Kafka's serializers as a codec, given the records' headers. See {@link #of(Serializer, Deserializer, boolean)}.
     *
     * @param <T> the object
     * @param serializer configured by the caller, who also closes it
     * @param deserializer configured by the caller, who also closes it, after the caches that use it
     * @return the codec
     */
    public static <T> Codec<T> of(Serializer<T> serializer, Deserializer<T> deserializer) {
        return of(serializer, deserializer, true);
    }

    /**
     * Kafka's serializers as a codec. They need not be thread-safe: each is called by one thread at a time, under a lock of this codec. That
     * makes decoding in parallel wait, and it does not help where the same serializer is used elsewhere too, also by another codec.
     *
     * <p>As a key codec it must be canonical, as the cache checks by encoding each key again. A null result and whatever is thrown make the
     * record undecodable; the message names types only, because serializers quote the value in theirs.
     *
     * @param <T> the object
     * @param serializer configured by the caller, who also closes it; may add headers
     * @param deserializer configured by the caller, who also closes it, after the caches that use it
     * @param needsHeaders whether the deserializer looks at headers; false saves reading and keeping them, and lets stores of bytes use it
     * @return the codec
     */
    public static <T> Codec<T> of(Serializer<T> serializer, Deserializer<T> deserializer, boolean needsHeaders) {
        return new SerdeCodec<>(
                Objects.requireNonNull(serializer, "serializer"),
                Objects.requireNonNull(deserializer, "deserializer"),
                needsHeaders);
    }

    /**
     * A codec by its name in configuration, in any case: {@code utf8} (or {@code utf-8}), {@code ascii}, {@code utf16le} (or {@code ucs2}),
     * {@code hex}, {@code base64}, {@code bytes} (or {@code binary}), {@code uuid}, {@code long}; what further artifacts bring, such as
     * {@code json}; and {@code gzip(json)} and so on around any of them.
     *
     * @param name the name
     * @return the codec, whose objects are what the factory method of that name says
     * @throws IllegalArgumentException where no provider on the class path has it; the message lists the known ones
     */
    public static Codec<?> byName(String name) {
        String lower = name.strip().toLowerCase(Locale.ROOT);
        if (lower.startsWith(GZIP) && lower.endsWith(")")) {
            return gzip(byName(lower.substring(GZIP.length(), lower.length() - 1)));
        }
        return providers()
                .map(provider -> provider.codec(lower))
                .<Codec<?>>flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(unknown(lower)));
    }

    /**
     * The names that {@link #byName} knows here, without further spellings and without {@code gzip(...)}.
     *
     * @return the names, sorted
     */
    public static List<String> names() {
        return providers()
                .flatMap(provider -> provider.names().stream())
                .distinct()
                .sorted()
                .toList();
    }

    /** Our own class loader's first: in a thread of some pool the context class loader may know nothing of us. */
    private static Stream<CodecProvider> providers() {
        return Stream.concat(
                        ServiceLoader.load(CodecProvider.class, Codecs.class.getClassLoader()).stream(),
                        ServiceLoader.load(CodecProvider.class).stream())
                .map(ServiceLoader.Provider::get);
    }

    private static String unknown(String name) {
        List<String> known = names();
        String missing = known.contains("json") ? "" : "; for json add the artifact io.kafkacache:kafka-cache-json";
        return "no codec is named '%s': use one of %s, or gzip(NAME) for values%s"
                .formatted(name, String.join(", ", known), missing);
    }
}
