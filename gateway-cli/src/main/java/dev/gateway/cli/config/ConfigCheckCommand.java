package dev.gateway.cli.config;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.ConfigProblemPrinter;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.VersionProvider;
import dev.gateway.cli.terminal.ConsoleOutput;
import dev.gateway.cli.terminal.TextStyle;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalPath;
import dev.gateway.core.shutdown.ExitCode;
import dev.gateway.core.yaml.ConfigProblem;
import dev.gateway.core.yaml.InvalidConfigException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway config check}. Changes nothing and uses no network. */
@Command(
        name = "check",
        description = "Name everything that is wrong with the config file, each with what to do.",
        sortOptions = false,
        versionProvider = VersionProvider.class,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config check",
            "  gateway config check --config /etc/gateway/new.yaml --json",
            "",
            "Exit codes: 0 valid, 77 the file cannot be read, 78 invalid."
        })
public final class ConfigCheckCommand implements Callable<Integer> {

    private final CommandContext context;
    private final Function<GatewayHome, ConfigSchema> types;

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print one JSON object, for programs.")
    private boolean json;

    ConfigCheckCommand(CommandContext context) {
        this(context, home -> ConfigSchema.of(context.platforms(home)));
    }

    ConfigCheckCommand(CommandContext context, Function<GatewayHome, ConfigSchema> types) {
        this.context = context;
        this.types = types;
    }

    @Override
    public Integer call() {
        LoadedConfig loaded;
        try {
            loaded = types.apply(global.home()).loader().read(global.configFile());
        } catch (InvalidConfigException e) {
            return reportInvalid(e).number();
        }
        Optional<String> home = JournalPath.problem(global.home().journal());
        if (home.isPresent()) {
            context.err().line(home.get());
            return ExitCode.CONFIG.number();
        }
        if (json) {
            var report = new ConfigCheckReport(loaded.file(), List.of(), warnings(loaded));
            context.out().line(report.json());
        } else {
            new ConfigProblemPrinter(context.err()).printWarnings(warnings(loaded));
            context.out().line(describeValid(loaded));
        }
        return ExitCode.OK.number();
    }

    private static List<ConfigProblem> warnings(LoadedConfig loaded) {
        return Stream.concat(loaded.warnings().stream(), loaded.advice().stream()).toList();
    }

    private ExitCode reportInvalid(InvalidConfigException invalid) {
        if (json) {
            var report = new ConfigCheckReport(invalid.file(), invalid.problems(), List.of());
            context.out().line(report.json());
            return invalid.accessDenied() ? ExitCode.NO_PERMISSION : ExitCode.CONFIG;
        }
        return new ConfigProblemPrinter(context.err()).printList(invalid);
    }

    private String describeValid(LoadedConfig loaded) {
        ConsoleOutput out = context.out();
        GatewayConfig config = loaded.config();
        long enabled = config.platforms().values().stream().filter(PlatformConfig::enabled).count();
        long disabled = config.platforms().size() - enabled;
        return out.paint(TextStyle.GOOD, "Config " + loaded.file() + " is valid")
                + ": "
                + (enabled == 0
                        ? "no platform"
                        : enabled == 1 ? "1 platform" : enabled + " platforms")
                + " enabled, "
                + (disabled == 0 ? "none" : String.valueOf(disabled))
                + " disabled, handler "
                + config.handler().type()
                + config.journal()
                        .postgres()
                        .map(
                                database ->
                                        ", host "
                                                + config.host().name()
                                                + (config.host().isStandby() ? " (standby)" : "")
                                                + " of "
                                                + database)
                        .orElse("")
                + ".";
    }
}
