package dev.gateway.sim.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fake platform, and the settings of the gateways that it serves.
 *
 * @param type the type of the platform, for instance {@code telegram}
 * @param faults the faults that it has from the start
 * @param settings keys of the gateway's own entry for it, in addition or instead: {@code type}
 *     selects another adapter on the class path
 */
public record PlatformSpec(
        @ScenarioKey(main = true) String type,
        List<FaultSpec> faults,
        Map<String, String> settings) {

    /** Copies the collections and writes the type in lower case. */
    public PlatformSpec {
        type = type.toLowerCase(Locale.ROOT);
        faults = List.copyOf(faults);
        settings = Map.copyOf(settings);
    }

    /** Returns a platform without faults. */
    public static PlatformSpec of(String type) {
        return new PlatformSpec(type, List.of(), Map.of());
    }
}
