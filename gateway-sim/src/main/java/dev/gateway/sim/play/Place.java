package dev.gateway.sim.play;

import dev.gateway.sim.process.GatewayCommand;
import dev.gateway.sim.process.GatewayHomeDir;
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
record Place(String name, HomeSpec spec, GatewayHomeDir dir, GatewayCommand command) {

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
