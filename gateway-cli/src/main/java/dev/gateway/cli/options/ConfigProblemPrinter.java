package dev.gateway.cli.options;

import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;

/** Prints the problems and warnings of a config, one per line. */
public final class ConfigProblemPrinter {

    private final ConsoleOutput output;

    public ConfigProblemPrinter(ConsoleOutput output) {
        this.output = output;
    }

    /** Prints all problems, a single one together with the file; returns the exit code. */
    public ExitCode printSummary(InvalidConfigException invalid) {
        return print(invalid, invalid.problems().size() == 1);
    }

    /** Prints all problems below a heading that counts them; returns the exit code. */
    public ExitCode printList(InvalidConfigException invalid) {
        return print(
                invalid,
                invalid.problems().size() == 1 && invalid.problems().get(0).key().isEmpty());
    }

    private ExitCode print(InvalidConfigException invalid, boolean onOneLine) {
        int count = invalid.problems().size();
        String head = "Config " + invalid.file();
        if (onOneLine) {
            output.line(output.paint(TextStyle.BAD, head + ": ") + text(invalid.problems().get(0)));
        } else {
            String problems = count == 1 ? " has 1 problem:" : " has " + count + " problems:";
            output.line(output.paint(TextStyle.BAD, head + problems));
            invalid.problems().forEach(problem -> output.line("  " + text(problem)));
        }
        return invalid.accessDenied() ? ExitCode.NO_PERMISSION : ExitCode.CONFIG;
    }

    /** Prints problems that do not prevent a start. */
    public void printWarnings(Iterable<ConfigProblem> warnings) {
        for (ConfigProblem warning : warnings) {
            output.line(output.paint(TextStyle.WARNING, "Warning: ") + text(warning));
        }
    }

    /** Returns {@link ConfigProblem#oneLine()} in colours. */
    private String text(ConfigProblem problem) {
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
