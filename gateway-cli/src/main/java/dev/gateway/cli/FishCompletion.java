package dev.gateway.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The completion script for fish(1), generated from the commands. */
public final class FishCompletion {

    private static final String CANDIDATES = "'(gateway completion --words %s 2>/dev/null)'";

    private final StringBuilder script = new StringBuilder();

    public static String of(CommandLine line) {
        var completion = new FishCompletion();
        completion.script.append("# Completion of gateway for fish.\ncomplete -c gateway -f\n");
        completion.add(line.getCommandSpec(), List.of());
        return completion.script.toString();
    }

    private void add(CommandSpec command, List<String> words) {
        List<String> names = List.copyOf(command.subcommands().keySet());
        String here = condition(words, names);
        for (String name : names) {
            String[] about =
                    command.subcommands().get(name).getCommandSpec().usageMessage().description();
            line(here, "-a " + name + " -d " + quoted(firstSentence(about)));
        }
        String below = words.isEmpty() ? "" : condition(words, List.of());
        for (OptionSpec option : command.options()) {
            if (!option.hidden() && (words.isEmpty() || !isGlobal(command, option))) {
                line(below, option(option));
            }
        }
        if (words.equals(List.of("messages", "show"))
                || words.equals(List.of("messages", "retry"))
                || words.equals(List.of("messages", "drop"))) {
            line(below, "-a " + CANDIDATES.formatted("messages"));
        }
        if (words.equals(List.of("cluster", "move"))) {
            line(below, "-a " + CANDIDATES.formatted("accounts"));
        }
        if (words.equals(List.of("cluster", "move")) || words.equals(List.of("cluster", "drain"))) {
            line(below, "-a " + CANDIDATES.formatted("hosts"));
        }
        for (String name : names) {
            List<String> deeper = new ArrayList<>(words);
            deeper.add(name);
            add(command.subcommands().get(name).getCommandSpec(), deeper);
        }
    }

    /** Returns the condition that holds after {@code words} and before any word of {@code next}. */
    private static String condition(List<String> words, List<String> next) {
        String seen =
                words.stream()
                        .map(word -> "__fish_seen_subcommand_from " + word)
                        .collect(Collectors.joining("; and "));
        String not =
                next.isEmpty() ? "" : "not __fish_seen_subcommand_from " + String.join(" ", next);
        return seen.isEmpty() || not.isEmpty() ? seen + not : seen + "; and " + not;
    }

    private static boolean isGlobal(CommandSpec command, OptionSpec option) {
        return command.root().optionsMap().containsKey(option.longestName());
    }

    private static String option(OptionSpec option) {
        var text = new StringBuilder();
        for (String name : option.names()) {
            text.append(name.startsWith("--") ? "-l " : "-s ")
                    .append(name.replaceFirst("^-+", ""))
                    .append(' ');
        }
        if (option.arity().max() > 0) {
            text.append(
                    switch (option.longestName()) {
                        case "--platform" -> "-x -a " + CANDIDATES.formatted("accounts") + " ";
                        case "--to" -> "-x -a " + CANDIDATES.formatted("conversations") + " ";
                        case "--home", "--config" -> "-r -F ";
                        default -> "-x ";
                    });
        }
        return text + "-d " + quoted(firstSentence(option.description()));
    }

    private static String firstSentence(String[] description) {
        return description.length == 0 ? "" : description[0].split("(?<=[.]) ", 2)[0];
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private void line(String condition, String rest) {
        script.append("complete -c gateway ")
                .append(condition.isEmpty() ? "" : "-n '" + condition + "' ")
                .append(rest)
                .append('\n');
    }
}
