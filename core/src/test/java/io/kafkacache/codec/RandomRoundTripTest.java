package io.kafkacache.codec;

import static io.kafkacache.codec.CodecSamples.context;
import static io.kafkacache.codec.CodecSamples.encode;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Replay a failure with {@code -Dseed=...}, as printed. */
class RandomRoundTripTest {
    private static final int ROUNDS = 2000;
    private static final List<Codec<String>> TEXTS =
            List.of(Codecs.utf8(), Codecs.ascii(), Codecs.utf16le(), Codecs.hex(), Codecs.base64());

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void objectsComeBack() {
        for (int round = 0; round < ROUNDS; round++) {
            assertComesBack(Codecs.utf8(), text());
            assertComesBack(Codecs.utf16le(), text());
            assertComesBack(Codecs.ascii(), text().replaceAll("[^\\p{ASCII}]", "?"));
            assertComesBack(Codecs.uuid(), new UUID(random.nextLong(), random.nextLong()));
            assertComesBack(Codecs.longs(), random.nextLong());
            assertComesBack(Codecs.bytes(), bytes());
            assertComesBack(Codecs.gzip(Codecs.bytes()), bytes());
        }
    }

    @Test
    void bytesAreRefusedOrComeBackExactly() {
        for (int round = 0; round < ROUNDS; round++) {
            byte[] bytes = bytes();
            for (Codec<String> codec : TEXTS) {
                assertCanonical(codec, bytes);
            }
            assertCanonical(Codecs.longs(), bytes);
        }
    }

    @Test
    void charactersAreRefusedOrComeBackExactly() {
        for (int round = 0; round < ROUNDS; round++) {
            String characters = text(r -> (char) r.nextInt(0x10000));
            for (Codec<String> codec : TEXTS) {
                byte[] encoded;
                try {
                    encoded = encode(codec, characters);
                } catch (CodecException e) {
                    continue;
                }
                assertThat(decodeFromAnyBuffer(codec, encoded))
                        .as("seed %d", seed)
                        .isEqualTo(characters);
            }
        }
    }

    private <T> void assertComesBack(Codec<T> codec, T object) {
        assertThat(decodeFromAnyBuffer(codec, encode(codec, object)))
                .as("seed %d", seed)
                .isEqualTo(object);
    }

    private <T> void assertCanonical(Codec<T> codec, byte[] bytes) {
        T object;
        try {
            object = decodeFromAnyBuffer(codec, bytes);
        } catch (CodecException e) {
            return;
        }
        assertThat(encode(codec, object)).as("seed %d", seed).isEqualTo(bytes);
    }

    private <T> T decodeFromAnyBuffer(Codec<T> codec, byte[] bytes) {
        List<ByteBuffer> buffers = CodecSamples.buffers(bytes);
        return codec.decode(context(), buffers.get(random.nextInt(buffers.size())));
    }

    private byte[] bytes() {
        byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 5000 : 12)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Well-formed text: ASCII, accents, a character of three bytes, a pair of surrogates. */
    private String text() {
        String[] pieces = {"a", "?", "\0", "é", "€", "\uFFFD", "\uD83D\uDE00"};
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(pieces[random.nextInt(pieces.length)]);
        }
        return text.toString();
    }

    private String text(Function<Random, Character> character) {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            text.append(character.apply(random).charValue());
        }
        return text.toString();
    }
}
