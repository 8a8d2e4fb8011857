package dev.gateway.sim.scenario;

import java.util.List;
import java.util.Map;

/**
 * A fake platform, and how the gateways that serve it are set up.
 *
 * @param type which one
 * @param faults those that it has from the beginning
 * @param settings lines of the gateway's own entry for it, in addition or instead: {@code type} to
 *     point it at another adapter on the class path
 */
public record PlatformSpec(
        @Key(main = true) Type type, List<FaultWords> faults, Map<String, String> settings) {

    /** The fake platforms that there are. */
    public enum Type {
        /** Long polls. */
        TELEGRAM,
        /** A WebSocket. */
        FEISHU,
        /** Long polls with a cursor, and a session to let go of. */
        WEIXIN
    }

    /** Copies the collections. */
    public PlatformSpec {
        faults = List.copyOf(faults);
        settings = Map.copyOf(settings);
    }

    /** One that behaves. */
    public static PlatformSpec of(Type type) {
        return new PlatformSpec(type, List.of(), Map.of());
    }
}
