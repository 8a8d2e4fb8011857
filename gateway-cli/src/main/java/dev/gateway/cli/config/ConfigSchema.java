package dev.gateway.cli.config;

import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.platform.PlatformFactory;
import dev.gateway.core.yaml.TypeSchema;
import java.util.List;

/** The types that a config file may use, and the loader for them. */
record ConfigSchema(ConfigLoader loader, List<TypeSchema> platforms, List<TypeSchema> handlers) {

    /** Returns the schema of the installed platforms and handlers. */
    static ConfigSchema of(InstalledPlatforms installed) {
        List<TypeSchema> platforms =
                installed.factories().values().stream().map(PlatformFactory::schema).toList();
        return new ConfigSchema(installed.configLoader(), platforms, installed.handlers());
    }
}
