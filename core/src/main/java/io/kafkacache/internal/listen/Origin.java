package io.kafkacache.internal.listen;

import io.kafkacache.HistoryWindow;

/**
 * Whose updates are told.
 *
 * @param instance a random number, another for each opened cache
 * @param version what makes entries of records; those of another version are not told
 * @param reproducible whether another cache of that version shows the same
 * @param history how much is kept for those who resume
 */
public record Origin(long instance, String version, boolean reproducible, HistoryWindow history) {
    Token token(Mark mark) {
        return new Token(instance, version, mark);
    }
}
