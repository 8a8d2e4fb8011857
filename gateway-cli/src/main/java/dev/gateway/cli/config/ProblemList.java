package dev.gateway.cli.config;

import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Tone;
import dev.gateway.core.config.ConfigProblem;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.lifecycle.ExitCode;

/** Prints what is wrong with a config, a line each. */
public final class ProblemList {

    private ProblemList() {}

    /** Prints every problem and returns the exit code that fits. */
    public static ExitCode print(InvalidConfigException invalid, Screen screen) {
        int count = invalid.problems().size();
        if (count == 1 && invalid.problems().get(0).key().isEmpty()) {
            ConfigProblem problem = invalid.problems().get(0);
            screen.line(
                    screen.paint(Tone.BAD, "Config " + invalid.file() + ": ")
                            + text(problem, screen));
        } else {
            String problems = count == 1 ? " has 1 problem:" : " has " + count + " problems:";
            screen.line(screen.paint(Tone.BAD, "Config " + invalid.file() + problems));
            invalid.problems().forEach(problem -> screen.line("  " + text(problem, screen)));
        }
        return invalid.accessDenied() ? ExitCode.NO_PERMISSION : ExitCode.CONFIG;
    }

    /** Prints what works but should be mended. */
    public static void printWarnings(Iterable<ConfigProblem> warnings, Screen screen) {
        for (ConfigProblem warning : warnings) {
            screen.line(screen.paint(Tone.WARNING, "Warning: ") + text(warning, screen));
        }
    }

    /** {@link ConfigProblem#oneLine()}, painted. */
    private static String text(ConfigProblem problem, Screen screen) {
        var text = new StringBuilder();
        problem.line().ifPresent(line -> text.append("line ").append(line).append(": "));
        if (!problem.key().isEmpty()) {
            text.append(screen.paint(Tone.STRONG, problem.key())).append(": ");
        }
        return text.append(problem.message())
                .append("; ")
                .append(screen.paint(Tone.HINT, problem.remedy()))
                .toString();
    }
}
