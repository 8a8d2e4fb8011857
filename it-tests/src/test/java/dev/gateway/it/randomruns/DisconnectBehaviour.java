package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.PlatformSpec;
import java.util.List;
import java.util.Map;

/** The behaviour of an adapter at its disconnect. Best first. */
enum DisconnectBehaviour {
    GOOD(Map.of()),
    SLOW(Map.of("disconnect", "700ms")),
    POLLS_ON(Map.of("disconnect", "700ms", "ignore_stop", "true")),
    HANGS(Map.of("disconnect", "never")),
    HANGS_FOR_GOOD(
            Map.of("disconnect", "never", "swallow_interrupts", "true", "keep_thread", "true"));

    private final Map<String, String> settings;

    DisconnectBehaviour(Map<String, String> settings) {
        this.settings = settings;
    }

    /** Returns a Telegram whose adapter behaves like this. */
    PlatformSpec platform() {
        if (settings.isEmpty()) {
            return PlatformSpec.of("telegram");
        }
        Map<String, String> all = new java.util.HashMap<>(settings);
        all.put("type", "stubborn");
        all.put("inner", "telegram");
        return new PlatformSpec("telegram", List.of(), all);
    }
}
