package io.kafkacache.cli;

import java.time.Duration;
import picocli.CommandLine.Help.Ansi;

/** How the demo looks: numbered steps, indented lines, times in a column at the right, all in 78 columns. */
final class DemoScreen {
    private static final int WIDTH = 66;

    private final Console console;
    private int step;

    DemoScreen(Console console) {
        this.console = console;
    }

    Console console() {
        return console;
    }

    void title(String text) {
        line(styled("bold", text));
        blank();
    }

    /** Begins a step. */
    void step(String text) {
        blank();
        line(styled("bold", ++step + ". " + text));
    }

    /** What was done and how long that took. */
    void took(String what, long nanos) {
        String text = step == 0 ? what : "   " + what;
        String time = Durations.text(Duration.ofNanos(nanos));
        int gap = Math.max(2, WIDTH + 12 - text.length() - time.length());
        line(text + " ".repeat(gap) + styled("fg(cyan)", time));
    }

    /** Something to be seen. */
    void shows(String what) {
        line("   " + what);
    }

    void blank() {
        line("");
    }

    void line(String text) {
        console.endDrawing();
        console.out().line(text);
        console.out().flush();
    }

    /** Draws what goes on; only on a terminal. */
    void progress(String text) {
        console.draw(text);
    }

    private String styled(String style, String text) {
        return console.outHasColour() ? Ansi.ON.string("@|" + style + " " + text + "|@") : text;
    }
}
