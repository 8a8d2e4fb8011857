package dev.gateway.cli.config;

import dev.gateway.cli.GlobalOptions;
import dev.gateway.cli.VersionText;
import dev.gateway.cli.terminal.Screen;
import dev.gateway.cli.terminal.Terminal;
import dev.gateway.cli.terminal.Tone;
import dev.gateway.core.config.GatewayConfig;
import dev.gateway.core.config.InvalidConfigException;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.journal.JournalPath;
import dev.gateway.core.lifecycle.ExitCode;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gateway config check}. Changes nothing and asks no network. */
@Command(
        name = "check",
        description = "Name everything that is wrong with the config file, each with what to do.",
        sortOptions = false,
        versionProvider = VersionText.class,
        exitCodeOnInvalidInput = 64,
        footerHeading = "%nExamples:%n",
        footer = {
            "  gateway config check",
            "  gateway config check --config /etc/gateway/new.yaml --json",
            "",
            "Exit codes: 0 valid, 77 the file cannot be read, 78 invalid."
        })
public final class ConfigCheckCommand implements Callable<Integer> {

    private final Terminal terminal;
    private final Function<GatewayHome, ConfigTypes> types;

    @Mixin private GlobalOptions global;

    @Option(names = "--json", description = "Print one JSON object, for programs.")
    private boolean json;

    /** For the command line. */
    public ConfigCheckCommand() {
        this(Terminal.system(), ConfigTypes::installed);
    }

    ConfigCheckCommand(Terminal terminal, Function<GatewayHome, ConfigTypes> types) {
        this.terminal = terminal;
        this.types = types;
    }

    @Override
    public Integer call() {
        LoadedConfig loaded;
        try {
            loaded = types.apply(global.home()).loader().read(global.configFile());
        } catch (InvalidConfigException e) {
            return refuse(e).number();
        }
        Optional<String> home = JournalPath.problem(global.home().journal());
        if (home.isPresent()) {
            terminal.err().line(home.get());
            return ExitCode.CONFIG.number();
        }
        if (json) {
            var report = new CheckReport(loaded.file(), List.of(), loaded.warnings());
            terminal.out().line(report.json());
        } else {
            ProblemList.printWarnings(loaded.warnings(), terminal.err());
            terminal.out().line(praise(loaded));
        }
        return ExitCode.OK.number();
    }

    private ExitCode refuse(InvalidConfigException invalid) {
        if (json) {
            var report = new CheckReport(invalid.file(), invalid.problems(), List.of());
            terminal.out().line(report.json());
            return invalid.accessDenied() ? ExitCode.NO_PERMISSION : ExitCode.CONFIG;
        }
        return ProblemList.print(invalid, terminal.err());
    }

    private String praise(LoadedConfig loaded) {
        Screen out = terminal.out();
        GatewayConfig config = loaded.config();
        long enabled = config.platforms().values().stream().filter(PlatformConfig::enabled).count();
        long disabled = config.platforms().size() - enabled;
        return out.paint(Tone.GOOD, "Config " + loaded.file() + " is valid")
                + ": "
                + (enabled == 0
                        ? "no platform"
                        : enabled == 1 ? "1 platform" : enabled + " platforms")
                + " enabled, "
                + (disabled == 0 ? "none" : String.valueOf(disabled))
                + " disabled, handler "
                + config.handler().type()
                + ".";
    }
}
