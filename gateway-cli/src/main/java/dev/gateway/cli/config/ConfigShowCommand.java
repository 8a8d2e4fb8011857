package dev.gateway.cli.config;

import dev.gateway.cli.options.ConfigProblemList;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.EffectiveConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway config show}. Changes nothing and asks no network. */
@Command(
        name = "show",
        description =
                "Print what the config file comes to: all defaults filled in, secrets masked.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config show",
            "  gateway config show --home /srv/bot",
            "",
            "Exit codes: 0 shown, 77 the file cannot be read, 78 invalid."
        })
public final class ConfigShowCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Function<GatewayHome, ConfigSchema> types;

    @Mixin private GlobalOptions global;

    /** For the command line. */
    public ConfigShowCommand() {
        this(Terminal.system(), ConfigSchema::installed);
    }

    ConfigShowCommand(Terminal terminal, Function<GatewayHome, ConfigSchema> types) {
        this.terminal = terminal;
        this.types = types;
    }

    @Override
    public Integer call() {
        try {
            LoadedConfig loaded = types.apply(global.home()).loader().read(global.configFile());
            ConfigProblemList.printWarnings(loaded.warnings(), terminal.err());
            terminal.out().write(EffectiveConfig.of(loaded));
            return ExitCode.OK.number();
        } catch (InvalidConfigException e) {
            return ConfigProblemList.print(e, terminal.err()).number();
        }
    }
}
