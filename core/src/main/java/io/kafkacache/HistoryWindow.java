package io.kafkacache;

/**
 * How many of its last updates a cache keeps, so that listeners can resume. Whichever bound is met first holds; 0 in either keeps none.
 *
 * @param updates the most updates, of all keys
 * @param bytes about the most memory they keep: texts and byte arrays by their size, other values as the store's average entry
 */
public record HistoryWindow(int updates, long bytes) {
    /**
     * Checks that neither is negative.
     *
     * @param updates the most updates, of all keys
     * @param bytes about the most memory they keep
     */
    public HistoryWindow {
        if (updates < 0 || bytes < 0) {
            throw new IllegalArgumentException(
                    "history: updates=" + updates + " and bytes=" + bytes + " must be at least 0");
        }
    }

    /**
     * Whether there is a history.
     *
     * @return false where a bound is 0
     */
    public boolean keeps() {
        return updates > 0 && bytes > 0;
    }

    @Override
    public String toString() {
        return updates + " updates or " + bytes + " bytes";
    }
}
