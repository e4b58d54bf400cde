package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinesTest {
    @Test
    void givesLinesWithAndWithoutANewlineAtTheEnd() throws IOException {
        assertThat(lines("a\n\nb\n")).containsExactly("a", "", "b");
        assertThat(lines("a\nb")).containsExactly("a", "b");
        assertThat(lines("")).isEmpty();
    }

    @Test
    void joinsALineThatIsLongerThanTheBuffer() throws IOException {
        String line = "x".repeat(200_000);

        assertThat(lines("a\n" + line + "\nb")).containsExactly("a", line, "b");
        assertThat(lines("y".repeat(65_536) + "\n")).containsExactly("y".repeat(65_536));
    }

    private static List<String> lines(String text) throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)));
        List<String> all = new ArrayList<>();
        for (byte[] line = lines.next(); line != null; line = lines.next()) {
            all.add(new String(line, UTF_8));
        }
        assertThat(lines.number()).isEqualTo(all.size());
        return all;
    }
}
