package dev.gateway.sim.runner;

import dev.gateway.sim.process.GatewayCommandLine;
import dev.gateway.sim.process.ObservedHome;
import dev.gateway.sim.scenario.HomeSpec;
import java.util.ArrayList;
import java.util.List;

/**
 * A home of a running scenario.
 *
 * @param name the name in the scenario
 * @param spec the definition in the scenario
 * @param dir the home's folder and files
 * @param command the program that works in it
 */
record ScenarioHome(String name, HomeSpec spec, ObservedHome dir, GatewayCommandLine command) {

    private static final List<String> STARTING = List.of("run", "start", "restart");

    /** Returns the arguments of one of its commands. */
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
