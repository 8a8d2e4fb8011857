package dev.gateway.cli.options;

import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;

/** Tells what is wrong with a config. */
public final class ConfigProblemPrinter {

    private ConfigProblemPrinter() {}

    /** Prints every problem to stderr, a line each; returns the exit code. */
    public static int print(InvalidConfigException e) {
        int count = e.problems().size();
        System.err.println(
                count == 1
                        ? e.getMessage()
                        : "Config %s has %d problems:".formatted(e.file(), count));
        if (count > 1) {
            for (ConfigProblem problem : e.problems()) {
                System.err.println("  " + problem.oneLine());
            }
        }
        return e.accessDenied() ? ExitCode.NO_PERMISSION.number() : ExitCode.CONFIG.number();
    }
}
