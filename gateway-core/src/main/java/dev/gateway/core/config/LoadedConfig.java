package dev.gateway.core.config;

import dev.gateway.core.yaml.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A valid config together with what only its file knows.
 *
 * @param file where it came from
 * @param config the settings
 * @param warnings what works but should be mended, for instance a secret file that others can read
 * @param references by dotted key, the {@code ${…}} references whose values made up the setting,
 *     for instance {@code platforms.family.token} to {@code ${TELEGRAM_BOT_TOKEN}}; those of
 *     disabled platforms are listed but were not read
 */
public record LoadedConfig(
        Path file,
        GatewayConfig config,
        List<ConfigProblem> warnings,
        Map<String, String> references) {

    /** Copies the collections. */
    public LoadedConfig {
        warnings = List.copyOf(warnings);
        references = Map.copyOf(references);
    }
}
