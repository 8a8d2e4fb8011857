package dev.gateway.cli.control;

import dev.gateway.cli.options.ConfigProblemList;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;

/** Loads a config for a command and tells on stderr what in it works but should be mended. */
final class CommandConfigLoader {

    private CommandConfigLoader() {}

    static GatewayConfig load(GatewayHome home, Path file) throws InvalidConfigException {
        LoadedConfig loaded = InstalledPlatforms.find(home).configLoader().read(file);
        ConfigProblemList.printWarnings(loaded.warnings(), Terminal.system().err());
        return loaded.config();
    }
}
