package dev.gateway.cli.control;

import dev.gateway.cli.options.GlobalOptions;
import java.util.ArrayList;
import java.util.List;

/** The arguments of the {@code run} that start and restart make. */
final class RunArguments {

    private RunArguments() {}

    /**
     * For the same home and config; {@code standBy} makes it wait for its predecessor, as long as
     * this process wants it to.
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
