package dev.gateway.sim.scenario;

import java.util.List;
import java.util.Map;

/**
 * A home and the program that works in it.
 *
 * @param platforms which platforms it serves; none named: all
 * @param settings what stands below {@code gateway:} in its config
 * @param handler what stands behind {@code handler:}
 * @param program the command, {@code gateway} or {@code reported-gateway}, or a path
 * @param arguments put behind {@code run}, {@code start} and {@code restart}, for instance the
 *     defects of the reported gateway
 */
public record HomeSpec(
        @ScenarioKey(main = true, of = ScenarioKey.NameKind.PLATFORM) List<String> platforms,
        Map<String, String> settings,
        @ScenarioKey(defaultValue = "{type: echo}") String handler,
        @ScenarioKey(defaultValue = GATEWAY) String program,
        List<String> arguments) {

    /** The gateway itself. */
    public static final String GATEWAY = "gateway";

    /** Copies the collections. */
    public HomeSpec {
        platforms = List.copyOf(platforms);
        settings = Map.copyOf(settings);
        arguments = List.copyOf(arguments);
    }

    /** A gateway that echoes and serves all platforms. */
    public static HomeSpec defaults() {
        return new HomeSpec(List.of(), Map.of(), "{type: echo}", GATEWAY, List.of());
    }
}
