package io.kafkacache.cli;

import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the script by which a shell completes commands and options. */
@Command(
        name = "completion",
        header = "Write a completion script for bash or zsh.",
        description = {
            "",
            "Load it in the running shell, or write it to a file that the shell reads at its start. One script serves both"
                    + " shells: in zsh it turns on bash's completion by itself."
        },
        footer = {
            "  source <(kafka-cache completion bash)",
            "  kafka-cache completion bash > ~/.local/share/bash-completion/completions/kafka-cache",
            "  kafka-cache completion zsh > ~/.kafka-cache.zsh   # and in ~/.zshrc: source ~/.kafka-cache.zsh"
        })
final class CompletionCommand implements Callable<Integer> {
    private final Console console;

    @SuppressWarnings("UnusedVariable") // one script serves both, but another shell is to be refused
    @Parameters(paramLabel = "SHELL", description = "bash or zsh.", completionCandidates = Names.class)
    private Shell shell = Shell.BASH;

    CompletionCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        console.out().line(AutoComplete.bash("kafka-cache", Cli.program(console)));
        return ExitCode.OK;
    }

    /** What is completed for. */
    enum Shell {
        BASH,
        ZSH
    }

    /** As they are typed. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Stream.of(Shell.values())
                    .map(shell -> shell.name().toLowerCase(Locale.ROOT))
                    .iterator();
        }
    }
}
