package dev.gateway.cli;

import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.yaml.SpellingSuggestion;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gateway help}. */
@Command(
        name = HelpCommand.NAME,
        description = HelpCommand.SUMMARY,
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {"  gateway help start", "  gateway help messages list"})
public final class HelpCommand implements Callable<Integer> {

    static final String NAME = "help";
    static final String SUMMARY = "Show the help of gateway, or of one of its commands.";

    @Mixin private GlobalOptions global;

    @Spec private CommandSpec spec;

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "The command; with its subcommand, if it has any.")
    private List<String> words = List.of();

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
