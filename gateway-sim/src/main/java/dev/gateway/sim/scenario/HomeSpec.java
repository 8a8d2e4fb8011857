package dev.gateway.sim.scenario;

import java.util.List;
import java.util.Map;

/**
 * A home and the program that works in it.
 *
 * @param platforms the platforms that it serves; all if none is named
 * @param settings the lines below {@code gateway:} in its config
 * @param host the lines below {@code host:} in its config, where the homes share a database
 * @param handler the value of {@code handler:} in its config
 * @param program the command, {@code gateway} or {@code reported-gateway}, or a path
 * @param arguments added behind {@code run}, {@code start} and {@code restart}, for instance the
 *     defects of the reported gateway
 */
public record HomeSpec(
        @ScenarioKey(main = true, of = ScenarioKey.NameKind.PLATFORM) List<String> platforms,
        Map<String, String> settings,
        Map<String, String> host,
        @ScenarioKey(defaultValue = "{type: echo}") String handler,
        @ScenarioKey(defaultValue = GATEWAY) String program,
        List<String> arguments) {

    /** The program {@code gateway}. */
    public static final String GATEWAY = "gateway";

    /** Copies the collections. */
    public HomeSpec {
        platforms = List.copyOf(platforms);
        settings = Map.copyOf(settings);
        host = Map.copyOf(host);
        arguments = List.copyOf(arguments);
    }

    /** Returns a home whose gateway echoes and serves all platforms. */
    public static HomeSpec defaults() {
        return new HomeSpec(List.of(), Map.of(), Map.of(), "{type: echo}", GATEWAY, List.of());
    }
}
