package io.kafkacache.cli;

/** How the program ends. */
final class ExitCode {
    /** Done; also where the reader of our output has gone. */
    static final int OK = 0;

    /** A key is not there. */
    static final int NOT_FOUND = 1;

    /** The command line is wrong. */
    static final int USAGE = 2;

    /** Kafka cannot be reached, the topic is missing, or the cache was not ready in time. */
    static final int NOT_READY = 3;

    /** A codec, the cache or Kafka refused a key, a value or a record. */
    static final int REFUSED = 4;

    /** What was compared differs. */
    static final int DIFFERENT = 4;

    /** Anything else. */
    static final int FAILED = 5;

    private ExitCode() {}
}
