package dev.gateway.core.config;

import dev.gateway.core.yaml.ConfigProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A valid config with the facts about its file.
 *
 * @param file the config file
 * @param config the settings
 * @param warnings non-fatal problems, for instance a secret file that others can read
 * @param advice settings that are valid and possibly not meant, for instance a bot that is open to
 *     everyone
 * @param references by dotted key, the {@code ${…}} references whose values made up the setting,
 *     for instance {@code platforms.family.token} to {@code ${TELEGRAM_BOT_TOKEN}}; those of
 *     disabled platforms are listed but were not read
 */
public record LoadedConfig(
        Path file,
        GatewayConfig config,
        List<ConfigProblem> warnings,
        List<ConfigProblem> advice,
        Map<String, String> references) {

    /** Copies the collections. */
    public LoadedConfig {
        warnings = List.copyOf(warnings);
        advice = List.copyOf(advice);
        references = Map.copyOf(references);
    }
}
