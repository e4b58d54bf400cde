package io.kafkacache.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The program: finds the command, runs it, and says in one sentence what went wrong. */
final class Cli {
    private static final Map<String, Function<Console, Object>> COMMANDS = new LinkedHashMap<>();

    static {
        COMMANDS.put("demo", DemoCommand::new);
        COMMANDS.put("broker", BrokerCommand::new);
        COMMANDS.put("load", LoadCommand::new);
        COMMANDS.put("get", GetCommand::new);
        COMMANDS.put("put", PutCommand::new);
        COMMANDS.put("delete", DeleteCommand::new);
        COMMANDS.put("dump", DumpCommand::new);
        COMMANDS.put("watch", WatchCommand::new);
        COMMANDS.put("status", StatusCommand::new);
        COMMANDS.put("verify", VerifyCommand::new);
        COMMANDS.put("groups", GroupsCommand::new);
        COMMANDS.put("completion", CompletionCommand::new);
        COMMANDS.put("train", TrainCommand::new);
    }

    private Cli() {}

    /** Runs a command to its end and gives its exit code; everything it opened is closed by then. */
    static int run(Console console, String... args) {
        StringWriter help = new StringWriter();
        CommandLine program = args.length > 0 && COMMANDS.containsKey(args[0])
                ? program(console, Set.of(args[0]))
                : program(console, COMMANDS.keySet());
        program.setOut(new PrintWriter(help));
        program.setParameterExceptionHandler((wrong, given) -> misused(console, wrong, given));
        program.setExecutionExceptionHandler((thrown, command, parsed) -> failed(console, thrown, command));
        program.setExecutionStrategy(parsed -> {
            StderrLog.open(console, program.<RootCommand>getCommand().verbose());
            return new CommandLine.RunLast().execute(parsed);
        });
        int exitCode = program.execute(args);
        try {
            if (help.getBuffer().length() > 0) {
                console.out().line(help.toString().stripTrailing());
            }
            console.out().flush();
            return exitCode;
        } catch (ReaderGoneException e) {
            return ExitCode.OK;
        } catch (CommandException e) {
            return exitCode == ExitCode.OK ? failed(console, e, program) : exitCode; // the command has said so
        }
    }

    /** The program with all its commands. */
    static CommandLine program(Console console) {
        return program(console, COMMANDS.keySet());
    }

    /** The program with some of its commands: describing one takes picocli some 20 ms. */
    private static CommandLine program(Console console, Set<String> wanted) {
        CommandLine program = new CommandLine(new RootCommand());
        COMMANDS.forEach((name, command) -> {
            if (wanted.contains(name)) {
                program.addSubcommand(command.apply(console));
            }
        });
        program.setColorScheme(CommandLine.Help.defaultColorScheme(console.outHasColour() ? Ansi.ON : Ansi.OFF));
        return program.setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int misused(Console console, ParameterException wrong, String[] given) {
        if (given.length == 0) {
            console.say(wrong.getCommandLine().getUsageMessage().stripTrailing());
            return ExitCode.USAGE;
        }
        String command = wrong.getCommandLine().getCommandSpec().qualifiedName();
        console.say(command + ": " + wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unknown
                && !unknown.getSuggestions().isEmpty()) {
            console.say("Did you mean " + String.join(" or ", unknown.getSuggestions()) + "?");
        }
        console.say("See '" + command + " --help'.");
        return ExitCode.USAGE;
    }

    private static int failed(Console console, Exception thrown, CommandLine command) {
        Throwable root = Failures.root(thrown);
        if (root instanceof ReaderGoneException) {
            return ExitCode.OK;
        }
        console.endDrawing();
        console.say(command.getCommandSpec().qualifiedName() + ": " + Failures.message(root));
        if (StderrLog.isVerbose()) {
            StringWriter trace = new StringWriter();
            root.printStackTrace(new PrintWriter(trace));
            console.say(trace.toString().stripTrailing());
        }
        return Failures.exitCode(root);
    }
}
