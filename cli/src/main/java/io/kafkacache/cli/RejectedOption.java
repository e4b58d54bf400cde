package io.kafkacache.cli;

import io.kafkacache.OnRejected;
import picocli.CommandLine.Option;

/** What follows a record that is rejected; the option of every command that reads entries. */
final class RejectedOption {
    @Option(
            names = "--on-rejected",
            paramLabel = "POLICY",
            defaultValue = "FAIL_READS",
            description = "What follows a record that is rejected: FAIL_READS tells of it, REMOVE leaves its key out,"
                    + " KEEP_PREVIOUS shows what stood before it where the topic still has that, HALT ends without"
                    + " an answer (exit code 3). Default: ${DEFAULT-VALUE}.")
    private OnRejected policy = OnRejected.FAIL_READS;

    OnRejected policy() {
        return policy;
    }
}
