package io.kafkacache.cli;

import java.io.IOException;

/** Whoever read our output has closed it, as {@code head} does: the command ends quietly. */
final class ReaderGoneException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReaderGoneException(IOException cause) {
        super(cause);
    }
}
