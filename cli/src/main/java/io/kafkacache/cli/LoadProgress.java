package io.kafkacache.cli;

/** How far a loading is: a bar on a terminal, else a line every ten seconds. */
final class LoadProgress {
    private static final long DRAW_NANOS = 100_000_000;
    private static final long SAY_NANOS = 10_000_000_000L;

    private final Console console;
    private final String topic;
    private final long fileBytes;
    private final long started = System.nanoTime();
    private long last = started;

    /** {@code fileBytes} is 0 where nobody knows. */
    LoadProgress(Console console, String topic, long fileBytes) {
        this.console = console;
        this.topic = topic;
        this.fileBytes = fileBytes;
    }

    void at(long acknowledged, long bytes) {
        long now = System.nanoTime();
        if (now - last < (console.errIsTerminal() ? DRAW_NANOS : SAY_NANOS)) {
            return;
        }
        last = now;
        long rate = (long) (acknowledged / ((now - started) / 1e9));
        String text = "loading " + topic + "  "
                + (fileBytes > 0 ? Bar.of((double) bytes / fileBytes) + "  " : "")
                + Bar.count(acknowledged) + " acknowledged, " + Bar.count(rate) + "/s";
        if (console.errIsTerminal()) {
            console.draw(text);
        } else {
            console.say(text);
        }
    }
}
