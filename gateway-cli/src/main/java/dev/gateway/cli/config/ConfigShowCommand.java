package dev.gateway.cli.config;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.core.config.ConfigView;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.lifecycle.ExitCode;
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
        versionProvider = VersionText.class,
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
    private final Function<GatewayHome, ConfigTypes> types;

    @Mixin private GlobalOptions global;

    /** For the command line. */
    public ConfigShowCommand() {
        this(Terminal.system(), ConfigTypes::installed);
    }

    ConfigShowCommand(Terminal terminal, Function<GatewayHome, ConfigTypes> types) {
        this.terminal = terminal;
        this.types = types;
    }

    @Override
    public Integer call() {
        try {
            LoadedConfig loaded = types.apply(global.home()).loader().read(global.configFile());
            ProblemList.printWarnings(loaded.warnings(), terminal.err());
            terminal.out().write(ConfigView.of(loaded));
            return ExitCode.OK.number();
        } catch (InvalidConfigException e) {
            return ProblemList.print(e, terminal.err()).number();
        }
    }
}
