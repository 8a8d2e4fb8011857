package dev.gateway.cli.control;

import dev.gateway.cli.config.Installed;
import dev.gateway.cli.config.ProblemList;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.instance.GatewayHome;
import java.nio.file.Path;

/** Loads a config for a command and tells on stderr what in it works but should be mended. */
final class ConfigWarnings {

    private ConfigWarnings() {}

    static GatewayConfig load(GatewayHome home, Path file) throws InvalidConfigException {
        LoadedConfig loaded = Installed.find(home).configLoader().read(file);
        ProblemList.printWarnings(loaded.warnings(), Terminal.system().err());
        return loaded.config();
    }
}
