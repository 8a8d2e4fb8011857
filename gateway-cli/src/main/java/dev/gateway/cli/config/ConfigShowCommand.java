package dev.gateway.cli.config;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.core.config.EffectiveConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.InvalidConfigException;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code gateway config show}. Changes nothing and uses no network. */
@Command(
        name = "show",
        description =
                "Print what the config file comes to: all defaults filled in, secrets masked.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config show",
            "  gateway config show --home /srv/bot",
            "",
            "Exit codes: 0 shown, 77 the file cannot be read, 78 invalid."
        })
public final class ConfigShowCommand implements Callable<Integer> {

    private final CommandContext context;
    private final Function<GatewayHome, ConfigSchema> types;

    @Mixin private GlobalOptions global;

    ConfigShowCommand(CommandContext context) {
        this(context, home -> ConfigSchema.of(context.platforms(home)));
    }

    ConfigShowCommand(CommandContext context, Function<GatewayHome, ConfigSchema> types) {
        this.context = context;
        this.types = types;
    }

    @Override
    public Integer call() {
        try {
            LoadedConfig loaded = types.apply(global.home()).loader().read(global.configFile());
            new ConfigProblemPrinter(context.err()).printWarnings(loaded.warnings());
            context.out().write(EffectiveConfig.of(loaded));
            return ExitCode.OK.number();
        } catch (InvalidConfigException e) {
            return new ConfigProblemPrinter(context.err()).printList(e).number();
        }
    }
}
