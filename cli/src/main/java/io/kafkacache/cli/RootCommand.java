package io.kafkacache.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The program's first screen. What stands here of exit codes and help goes for every command. */
@Command(
        name = "kafka-cache",
        mixinStandardHelpOptions = true,
        versionProvider = RootCommand.Version.class,
        scope = ScopeType.INHERIT,
        header = "Kafka topics as local maps: complete before they are read, written through the topic.",
        description = {
            "",
            "'kafka-cache demo' shows what the library does, on a real broker of its own.",
            "The other commands work on any cluster.",
        },
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeOnInvalidInput = ExitCode.USAGE,
        exitCodeOnExecutionException = ExitCode.FAILED,
        exitCodeList = {
            "0:Done; also where the reader of the output has gone.",
            "1:A key is not there.",
            "2:The command line is wrong.",
            "3:Kafka cannot be reached or refuses the credentials, the topic is missing, or not ready within --timeout.",
            "4:Refused: a key or value that its codec does not take, a rejected entry, a record that is too large, or a"
                    + " missing permission. 'verify' has found a difference.",
            "5:Any other failure.",
            "130:Ctrl-C (143: SIGTERM)."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  kafka-cache demo --keep",
            "  kafka-cache get --topic users 9b1d --bootstrap localhost:9092",
            "  kafka-cache dump --topic users > users.ndjson",
            "  source <(kafka-cache completion bash)",
            "",
            "Data goes to standard output, everything else to standard error.",
            "Options for the JVM: $KAFKA_CACHE_JAVA_OPTS, such as -Xmx8g for a topic that needs it."
        })
final class RootCommand {
    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Also what the cache, the clients and the broker log, on standard error.")
    private boolean verbose;

    boolean verbose() {
        return verbose;
    }

    /** The version that the jar's manifest tells. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = RootCommand.class.getPackage().getImplementationVersion();
            return new String[] {"kafka-cache " + (version == null ? "(not from a jar)" : version)};
        }
    }
}
