package io.kafkacache.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What bash offers behind TAB, once it has read the script. */
final class CompletionTest {
    private static final long DEADLINE_SECONDS = 30;

    @TempDir
    private static Path folder = Path.of("");

    @BeforeAll
    static void writeScript() throws IOException {
        Files.writeString(
                folder.resolve("script"), Outcome.of("completion", "bash").out());
    }

    @Test
    void commandsAreOffered() throws Exception {
        assertThat(offeredBehind("'./kafka-cache' ''"))
                .contains("demo", "get", "watch")
                .doesNotContain("train");
        assertThat(offeredBehind("kafka-cache du")).containsExactly("dump");
    }

    @Test
    void optionsOfTheCommandAreOffered() throws Exception {
        assertThat(offeredBehind("kafka-cache watch --st")).containsExactly("--state-first");
        assertThat(offeredBehind("kafka-cache dump --topic users --ti")).containsExactly("--timeout");
        assertThat(offeredBehind("kafka-cache get --st")).isEmpty();
    }

    @Test
    void valuesAreOfferedAsTheyAreTyped() throws Exception {
        assertThat(offeredBehind("kafka-cache get --on-rejected ''")).contains("FAIL_READS", "HALT");
        assertThat(offeredBehind("kafka-cache completion ''")).containsExactly("bash", "zsh");
    }

    /** Asks as bash itself does: the words before the cursor in an array, the last of them being completed. */
    private static List<String> offeredBehind(String words) throws Exception {
        String asked = "source ./script; COMP_WORDS=(" + words + "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); "
                + "compopt() { :; }; _complete_kafka-cache; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Process bash = new ProcessBuilder("bash", "--norc", "--noprofile", "-c", asked)
                .directory(folder.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String offered = new String(bash.getInputStream().readAllBytes(), UTF_8);
        assertThat(bash.waitFor(DEADLINE_SECONDS, SECONDS)).as("ends in time").isTrue();
        return offered.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
