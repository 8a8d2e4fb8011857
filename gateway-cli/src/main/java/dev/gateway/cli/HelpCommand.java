package dev.gateway.cli;

import dev.gateway.cli.options.CommandModel;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** {@code gateway help}. */
public final class HelpCommand implements Callable<Integer> {

    static final String NAME = "help";
    static final String SUMMARY = "Show the help of gateway, or of one of its commands.";

    private final GlobalOptions global = new GlobalOptions();

    private CommandSpec spec;

    private List<String> words = List.of();

    /** Returns the command. */
    static CommandSpec of() {
        var command = new HelpCommand();
        command.spec =
                CommandModel.of(NAME, command, SUMMARY)
                        .examples("  gateway help start", "  gateway help messages list")
                        .global(command.global)
                        .words(
                                given -> command.words = given,
                                "COMMAND",
                                "The command; with its subcommand, if it has any.")
                        .spec();
        return command.spec;
    }

    private HelpCommand() {}

    @Override
    public Integer call() {
        CommandLine line = spec.parent().commandLine();
        for (String word : words) {
            CommandLine next = line.getSubcommands().get(word);
            if (next == null) {
                throw unknown(line.getCommandSpec(), word);
            }
            line = next;
        }
        line.usage(spec.commandLine().getOut());
        return 0;
    }

    private ParameterException unknown(CommandSpec command, String word) {
        String nearest =
                SpellingSuggestion.among(word, command.subcommands().keySet())
                        .map(name -> "; did you mean '" + name + "'?")
                        .orElse("");
        return new ParameterException(
                spec.commandLine(),
                "No command '" + command.qualifiedName() + " " + word + "'" + nearest);
    }
}
