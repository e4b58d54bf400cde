package io.kafkacache.internal.listen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.kafkacache.Position;
import io.kafkacache.Positions;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TokenTest {
    private static final Token TOKEN = token(3, new SplittableRandom(1));

    private static Token token(int partitions, SplittableRandom random) {
        List<Position> positions = new ArrayList<>();
        List<Position> starts = new ArrayList<>();
        for (int p = 0; p < partitions; p++) {
            positions.add(new Position(random.nextLong(1L << random.nextInt(1, 63)), random.nextInt(-1, 1_000)));
            starts.add(Position.at(random.nextLong(1L << random.nextInt(1, 63))));
        }
        Place place = new Place("jKTRaM_TSNqocJeQI2aYOQ", 4, Positions.of(positions), Positions.of(starts));
        return new Token(random.nextLong(), "v1,ü", new Mark(random.nextLong(1L << 40), place));
    }

    @Test
    void isReadAsItWasWritten() {
        SplittableRandom random = new SplittableRandom(42);
        for (int partitions = 0; partitions < 100; partitions++) {
            Token token = token(partitions, random);

            assertThat(Token.parse(token.text())).isEqualTo(token);
        }
    }

    @Test
    void isPrintableAndSafeInUrls() {
        assertThat(TOKEN.text()).matches("[A-Za-z0-9_-]+");
    }

    @Test
    void isSmall() {
        assertThat(token(400, new SplittableRandom(1)).text()).hasSizeLessThan(12_000);
    }

    @Test
    void whatIsNoneIsRefused() {
        for (String garbage : List.of("", "x", "AAAA", "no token", "ü", "0:12", TOKEN.text() + "=", "A".repeat(500))) {
            assertRefused(garbage);
        }
        for (int length = 0; length < TOKEN.text().length(); length++) {
            assertRefused(TOKEN.text().substring(0, length));
        }
    }

    @Test
    void whatWasChangedIsRefused() {
        String text = TOKEN.text();
        for (int i = 0; i < text.length() - 1; i++) { // bits of the last character may have no meaning
            char other = text.charAt(i) == 'A' ? 'B' : 'A';
            assertRefused(text.substring(0, i) + other + text.substring(i + 1));
        }
    }

    private static void assertRefused(String text) {
        assertThatIllegalArgumentException()
                .as(text)
                .isThrownBy(() -> Token.parse(text))
                .withMessageStartingWith("the resume token (" + text.length() + " characters) is not one");
    }
}
