package dev.gateway.cli.manual;

import dev.gateway.core.terminal.HelpLayout;
import dev.gateway.core.terminal.HelpLayout.Example;
import dev.gateway.core.terminal.HelpLayout.Paragraph;
import dev.gateway.core.terminal.HelpLayout.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The man page of one command, in the macros of man(7). */
final class ManPage {

    private final CommandSpec command;
    private final String version;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec command, String version) {
        this.command = command;
        this.version = version;
    }

    /** Returns the name of a command's page, as {@code gateway-messages-list}. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    String text() {
        String name = name(command);
        line(
                ".TH \"%s\" \"1\" \"\" \"gateway %s\" \"Gateway\""
                        .formatted(name.toUpperCase(Locale.ROOT), version));
        heading("NAME");
        line(escaped(name) + " \\- " + escaped(firstSentence()));
        heading("SYNOPSIS");
        line(".B " + escaped(command.qualifiedName()));
        line(escaped(synopsis()));
        heading("DESCRIPTION");
        for (String paragraph : command.usageMessage().description()) {
            line(escaped(paragraph));
            line(".PP");
        }
        options();
        commands();
        footer();
        return page.toString();
    }

    private String firstSentence() {
        String[] description = command.usageMessage().description();
        String first = description.length == 0 ? "" : description[0];
        int end = first.indexOf(". ");
        return (end < 0 ? first : first.substring(0, end)).replaceAll("\\.$", "");
    }

    private String synopsis() {
        List<String> words = new ArrayList<>();
        if (!command.options().isEmpty()) {
            words.add("[OPTIONS]");
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            words.add(parameter.paramLabel() + (parameter.arity().max() > 1 ? "..." : ""));
        }
        if (!command.subcommands().isEmpty()) {
            words.add("COMMAND");
        }
        return String.join(" ", words);
    }

    private void options() {
        heading("OPTIONS");
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            entry(parameter.paramLabel(), parameter);
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String value = option.arity().max() > 0 ? "=" + option.paramLabel() : "";
                entry(String.join(", ", option.names()) + value, option);
            }
        }
    }

    private void entry(String label, ArgSpec argument) {
        line(".TP");
        line(".B " + escaped(label));
        line(escaped(String.join(" ", argument.description())));
    }

    private void commands() {
        if (command.subcommands().isEmpty()) {
            return;
        }
        heading("COMMANDS");
        Set<String> seen = new TreeSet<>();
        for (CommandLine sub : command.subcommands().values()) {
            CommandSpec spec = sub.getCommandSpec();
            if (seen.add(spec.name()) && !spec.usageMessage().hidden()) {
                line(".TP");
                line(".BR " + escaped(name(spec)) + " (1)");
                line(escaped(String.join(" ", spec.usageMessage().description())));
            }
        }
    }

    /** Adds the examples and exit codes of the help. */
    private void footer() {
        heading("EXAMPLES");
        boolean first = true;
        for (List<Part> block : HelpLayout.blocks(List.of(command.usageMessage().footer()))) {
            if (!first) {
                line(".PP");
            }
            first = false;
            for (Part part : block) {
                part(part);
            }
        }
    }

    private void part(Part part) {
        if (part instanceof Example example) {
            line(".nf");
            line("  " + escaped(example.command()));
            if (!example.text().isEmpty()) {
                line("      " + escaped(example.text()));
            }
            line(".fi");
        } else if (part instanceof Paragraph paragraph) {
            line(escaped(paragraph.text()));
        }
    }

    private void heading(String text) {
        line(".SH " + text);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    /** Escapes a line; one that begins with a dot or an apostrophe would be a macro. */
    private static String escaped(String text) {
        String plain = text.replace("\\", "\\e").replace("-", "\\-").replace("%n", " ");
        return plain.startsWith(".") || plain.startsWith("'") ? "\\&" + plain : plain;
    }
}
