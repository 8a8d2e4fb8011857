package dev.gateway.cli.control;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;

/** The config loader of commands: prints the warnings of the config on stderr. */
final class CommandConfigLoader {

    private CommandConfigLoader() {}

    static GatewayConfig load(CommandContext context, GatewayHome home, Path file)
            throws InvalidConfigException {
        LoadedConfig loaded = context.platforms(home).configLoader().read(file);
        new ConfigProblemPrinter(context.err()).printWarnings(loaded.warnings());
        return loaded.config();
    }
}
