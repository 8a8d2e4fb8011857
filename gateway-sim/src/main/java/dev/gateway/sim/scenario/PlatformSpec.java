package dev.gateway.sim.scenario;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A fake platform, and how the gateways that serve it are set up.
 *
 * @param type which one, for instance {@code telegram}
 * @param faults those that it has from the beginning
 * @param settings lines of the gateway's own entry for it, in addition or instead: {@code type} to
 *     point it at another adapter on the class path
 */
public record PlatformSpec(
        @ScenarioKey(main = true) String type,
        List<FaultSpec> faults,
        Map<String, String> settings) {

    /** Copies the collections; the type may be written in capitals. */
    public PlatformSpec {
        type = type.toLowerCase(Locale.ROOT);
        faults = List.copyOf(faults);
        settings = Map.copyOf(settings);
    }

    /** One that behaves. */
    public static PlatformSpec of(String type) {
        return new PlatformSpec(type, List.of(), Map.of());
    }
}
