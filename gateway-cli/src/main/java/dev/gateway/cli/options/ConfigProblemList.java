package dev.gateway.cli.options;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;

/** Prints what is wrong with a config, a line each. */
public final class ConfigProblemList {

    private ConfigProblemList() {}

    /** Prints every problem and returns the exit code that fits. */
    public static ExitCode print(InvalidConfigException invalid, ConsoleOutput output) {
        int count = invalid.problems().size();
        if (count == 1 && invalid.problems().get(0).key().isEmpty()) {
            ConfigProblem problem = invalid.problems().get(0);
            output.line(
                    output.paint(TextStyle.BAD, "Config " + invalid.file() + ": ")
                            + text(problem, output));
        } else {
            String problems = count == 1 ? " has 1 problem:" : " has " + count + " problems:";
            output.line(output.paint(TextStyle.BAD, "Config " + invalid.file() + problems));
            invalid.problems().forEach(problem -> output.line("  " + text(problem, output)));
        }
        return invalid.accessDenied() ? ExitCode.NO_PERMISSION : ExitCode.CONFIG;
    }

    /** Prints what works but should be mended. */
    public static void printWarnings(Iterable<ConfigProblem> warnings, ConsoleOutput output) {
        for (ConfigProblem warning : warnings) {
            output.line(output.paint(TextStyle.WARNING, "Warning: ") + text(warning, output));
        }
    }

    /** {@link ConfigProblem#oneLine()}, painted. */
    private static String text(ConfigProblem problem, ConsoleOutput output) {
        var text = new StringBuilder();
        problem.line().ifPresent(line -> text.append("line ").append(line).append(": "));
        if (!problem.key().isEmpty()) {
            text.append(output.paint(TextStyle.STRONG, problem.key())).append(": ");
        }
        return text.append(problem.message())
                .append("; ")
                .append(output.paint(TextStyle.HINT, problem.remedy()))
                .toString();
    }
}
