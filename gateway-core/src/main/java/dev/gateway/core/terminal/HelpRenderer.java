package dev.gateway.core.terminal;

import dev.gateway.core.terminal.HelpLayout.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.function.UnaryOperator;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * The renderer of picocli's help texts: laid out for the width of the terminal, options of the
 * command before global ones. picocli is an optional dependency of this module; only programs with
 * a command line load this class.
 */
public final class HelpRenderer {

    private static final int MIN_WIDTH = 60;
    private static final int MAX_WIDTH = 120;

    private final BiPredicate<CommandSpec, OptionSpec> global;

    /**
     * Creates a renderer.
     *
     * @param global whether an option belongs to all commands, so that it comes last
     */
    public HelpRenderer(BiPredicate<CommandSpec, OptionSpec> global) {
        this.global = global;
    }

    /** Installs this renderer in {@code line} and all its subcommands. */
    public void applyTo(CommandLine line) {
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(line.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, HelpRenderer::description);
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, HelpRenderer::parameters);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, this::options);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, HelpRenderer::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, HelpRenderer::footer);
        List<String> keys = new ArrayList<>(line.getHelpSectionKeys());
        keys.remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        keys.add(
                keys.indexOf(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST),
                UsageMessageSpec.SECTION_KEY_COMMAND_LIST);
        line.setHelpSectionMap(sections);
        line.setHelpSectionKeys(keys);
    }

    /** Returns the width of a help text on a terminal of {@code columns}, within bounds. */
    public static int width(int columns) {
        return Math.max(MIN_WIDTH, Math.min(MAX_WIDTH, columns));
    }

    private static HelpLayout layout(Help help, UnaryOperator<String> label) {
        return new HelpLayout(help.commandSpec().usageMessage().width(), label);
    }

    private static HelpLayout layout(Help help) {
        return layout(help, UnaryOperator.identity());
    }

    private static String description(Help help) {
        HelpLayout layout = layout(help);
        Arrays.stream(help.commandSpec().usageMessage().description()).forEach(layout::paragraph);
        return layout.text();
    }

    private static String parameters(Help help) {
        List<Row> rows = new ArrayList<>();
        for (PositionalParamSpec parameter : help.commandSpec().positionalParameters()) {
            if (!parameter.hidden()) {
                rows.add(new Row(parameter.paramLabel(), text(parameter)));
            }
        }
        return section("Arguments", help, rows, label -> painted(help, label));
    }

    private String options(Help help) {
        CommandSpec command = help.commandSpec();
        List<Row> own = new ArrayList<>();
        List<Row> common = new ArrayList<>();
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                (global.test(command, option) ? common : own)
                        .add(new Row(label(option), text(option)));
            }
        }
        return section("Options", help, own, label -> painted(help, label))
                + section(
                        own.isEmpty() ? "Options" : "Options of all commands",
                        help,
                        common,
                        label -> painted(help, label));
    }

    private static String label(OptionSpec option) {
        String names = String.join(", ", option.names());
        boolean onlyLong = names.startsWith("--");
        boolean value = option.arity().max() > 0;
        String separator = option.longestName().startsWith("--") ? "=" : " ";
        return (onlyLong ? "    " : "") + names + (value ? separator + option.paramLabel() : "");
    }

    private static String text(ArgSpec argument) {
        return String.join(" ", argument.description());
    }

    private static String painted(Help help, String label) {
        return help.colorScheme().optionText(label).toString();
    }

    private static String commands(Help help) {
        List<Row> rows = new ArrayList<>();
        for (Help sub : help.subcommands().values()) {
            rows.add(new Row(sub.commandSpec().name(), summary(sub.commandSpec())));
        }
        return section(
                "Commands", help, rows, label -> help.colorScheme().commandText(label).toString());
    }

    /** Returns the first sentence of the description; the command's own help has the rest. */
    public static String summary(CommandSpec command) {
        String[] description = command.usageMessage().description();
        return description.length == 0 ? "" : description[0].split("(?<=[.]) ", 2)[0];
    }

    private static String section(
            String heading, Help help, List<Row> rows, UnaryOperator<String> label) {
        return rows.isEmpty() ? "" : "\n" + heading + ":\n" + layout(help, label).rows(rows).text();
    }

    private static String footer(Help help) {
        return layout(help).footer(List.of(help.commandSpec().usageMessage().footer())).text();
    }
}
