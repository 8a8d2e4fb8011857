package dev.gateway.sim.runner;

import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.scenario.HomeSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A home of the scenario.
 *
 * @param name its name there
 * @param spec what the scenario says of it
 * @param dir where it is
 * @param command the program that works in it
 */
record ScenarioHome(String name, HomeSpec spec, ObservedHome dir, GatewayCommandLine command) {

    private static final List<String> STARTING = List.of("run", "start", "restart");

    /** The command line of one of its commands. */
    String[] line(String command, List<String> more) {
        List<String> all = new ArrayList<>();
        if (!command.isEmpty()) {
            all.add(command);
        }
        if (STARTING.contains(command)) {
            all.addAll(spec.arguments());
        }
        all.addAll(more);
        return all.toArray(String[]::new);
    }
}
