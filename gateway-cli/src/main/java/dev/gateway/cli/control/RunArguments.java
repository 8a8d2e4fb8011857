package dev.gateway.cli.control;

import dev.gateway.cli.options.GlobalOptions;
import java.util.ArrayList;
import java.util.List;

/** The arguments of the {@code run} that start and restart launch. */
final class RunArguments {

    private RunArguments() {}

    /**
     * Returns the arguments for the same home and config; with {@code standBy} the gateway waits
     * for its predecessor while this process runs.
     */
    static List<String> of(GlobalOptions global, boolean standBy) {
        List<String> arguments = new ArrayList<>();
        arguments.add("--home=" + global.home());
        if (global.hasOwnConfig()) {
            arguments.add("--config=" + global.configFile());
        }
        if (global.verbose()) {
            arguments.add("--verbose");
        }
        arguments.add("--on-conflict=" + (standBy ? "wait" : "fail"));
        if (standBy) {
            arguments.add("--launched-by=" + ProcessHandle.current().pid());
        }
        return arguments;
    }
}
