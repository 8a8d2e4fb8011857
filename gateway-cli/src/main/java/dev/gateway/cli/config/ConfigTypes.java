package dev.gateway.cli.config;

import dev.gateway.core.config.ConfigLoader;
import dev.gateway.core.config.TypeSchema;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.platform.PlatformFactory;
import java.util.List;

/** What a config file may speak of, and the loader that knows it. */
record ConfigTypes(ConfigLoader loader, List<TypeSchema> platforms, List<TypeSchema> handlers) {

    /** Of all that a gateway of this home has. */
    static ConfigTypes installed(GatewayHome home) {
        Installed installed = Installed.find(home);
        List<TypeSchema> platforms =
                installed.factories().values().stream().map(PlatformFactory::schema).toList();
        return new ConfigTypes(installed.configLoader(), platforms, installed.handlers());
    }
}
