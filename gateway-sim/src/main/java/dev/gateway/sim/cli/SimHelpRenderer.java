package dev.gateway.sim.cli;

import dev.gateway.core.terminal.HelpLayout;
import dev.gateway.core.terminal.HelpLayout.Row;
import dev.gateway.core.terminal.TerminalSize;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The help of each command, laid out for the width of the terminal. */
public final class SimHelpRenderer {

    private static final int NARROWEST = 60;
    private static final int USUAL = 80;
    private static final int WIDEST = 120;

    private SimHelpRenderer() {}

    /** Makes {@code line} and all its subcommands print their help this way. */
    public static void applyTo(CommandLine line) {
        Map<String, IHelpSectionRenderer> sections = new LinkedHashMap<>(line.getHelpSectionMap());
        sections.put(UsageMessageSpec.SECTION_KEY_DESCRIPTION, SimHelpRenderer::description);
        sections.put(UsageMessageSpec.SECTION_KEY_PARAMETER_LIST, SimHelpRenderer::parameters);
        sections.put(UsageMessageSpec.SECTION_KEY_OPTION_LIST, SimHelpRenderer::options);
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING, help -> "");
        sections.put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, SimHelpRenderer::commands);
        sections.put(UsageMessageSpec.SECTION_KEY_FOOTER, SimHelpRenderer::footer);
        line.setHelpSectionMap(sections);
    }

    /** Returns the width of the terminal, within bounds. */
    public static int width() {
        String columns = System.getenv("COLUMNS");
        int told = columns != null && columns.matches("[0-9]{1,4}") ? Integer.parseInt(columns) : 0;
        int width = TerminalSize.ofOutput(told > 0 ? told : USUAL).columns();
        return Math.max(NARROWEST, Math.min(WIDEST, width));
    }

    private static HelpLayout layout(Help help) {
        return new HelpLayout(help.commandSpec().usageMessage().width(), label -> label);
    }

    private static String description(Help help) {
        HelpLayout layout = layout(help);
        Arrays.stream(help.commandSpec().usageMessage().description()).forEach(layout::paragraph);
        return layout.text();
    }

    private static String parameters(Help help) {
        List<Row> rows = new ArrayList<>();
        for (PositionalParamSpec each : help.commandSpec().positionalParameters()) {
            rows.add(new Row(each.paramLabel(), String.join(" ", each.description())));
        }
        return section("Arguments", help, rows);
    }

    private static String options(Help help) {
        List<Row> rows = new ArrayList<>();
        for (OptionSpec option : help.commandSpec().options()) {
            if (!option.hidden()) {
                rows.add(new Row(label(option), String.join(" ", option.description())));
            }
        }
        return section("Options", help, rows);
    }

    private static String label(OptionSpec option) {
        String names = String.join(", ", option.names());
        return (names.startsWith("--") ? "    " : "")
                + names
                + (option.arity().max() > 0 ? "=" + option.paramLabel() : "");
    }

    private static String commands(Help help) {
        List<Row> rows = new ArrayList<>();
        for (Help sub : help.subcommands().values()) {
            CommandSpec command = sub.commandSpec();
            String[] description = command.usageMessage().description();
            String first = description.length == 0 ? "" : description[0];
            rows.add(new Row(command.name(), first.split("(?<=[.]) ", 2)[0]));
        }
        return section("Commands", help, rows);
    }

    private static String section(String heading, Help help, List<Row> rows) {
        return rows.isEmpty() ? "" : "\n" + heading + ":\n" + layout(help).rows(rows).text();
    }

    private static String footer(Help help) {
        return layout(help).footer(List.of(help.commandSpec().usageMessage().footer())).text();
    }
}
