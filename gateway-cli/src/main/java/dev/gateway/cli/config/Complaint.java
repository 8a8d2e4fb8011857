package dev.gateway.cli.config;

import dev.gateway.core.config.ConfigProblem;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.lifecycle.ExitCode;

/** Tells what is wrong with a config. */
public final class Complaint {

    private Complaint() {}

    /**
     * The summary on the first line of stderr, then each further problem; returns the exit code.
     */
    public static int print(InvalidConfigException e) {
        System.err.println(e.getMessage());
        for (ConfigProblem further : e.problems().subList(1, e.problems().size())) {
            System.err.println("  " + further.oneLine());
        }
        return e.accessDenied() ? ExitCode.NO_PERMISSION.number() : ExitCode.CONFIG.number();
    }
}
