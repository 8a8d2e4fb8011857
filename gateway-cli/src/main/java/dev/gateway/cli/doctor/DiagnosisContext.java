package dev.gateway.cli.doctor;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A home, seen once, so that all checks speak of the same moment.
 *
 * @param home its folder
 * @param configFile the config that is looked at
 * @param config what it says; empty if it is not valid
 * @param invalid why it is not valid; empty if it is
 * @param installed the platforms of this program
 * @param instance lock and PID file
 * @param status what the gateway last said of itself
 * @param commandContext console and services of the host
 * @param offline whether nobody may be asked over the network
 * @param repeated the options to put behind a command that is suggested
 */
public record DiagnosisContext(
        GatewayHome home,
        Path configFile,
        Optional<LoadedConfig> config,
        Optional<InvalidConfigException> invalid,
        InstalledPlatforms installed,
        InstanceView instance,
        ObjectNode status,
        CommandContext commandContext,
        boolean offline,
        String repeated) {

    static DiagnosisContext of(CommandContext context, GlobalOptions global, boolean offline) {
        GatewayHome home = global.home();
        Path configFile = global.configFile();
        InstalledPlatforms installed = context.platforms(home);
        Optional<LoadedConfig> config = Optional.empty();
        Optional<InvalidConfigException> invalid = Optional.empty();
        try {
            config = Optional.of(installed.configLoader().read(configFile));
        } catch (InvalidConfigException e) {
            invalid = Optional.of(e);
        }
        return new DiagnosisContext(
                home,
                configFile,
                config,
                invalid,
                installed,
                context.instance(home),
                context.statusReader(home).read().json(),
                context,
                offline,
                global.repeated());
    }

    /** Returns the services of the host. */
    public HostServices host() {
        return commandContext.host();
    }

    /** Whether a gateway has the home. */
    public boolean isRunning() {
        return instance.lock().isHeld();
    }

    /** The accounts that are to be connected. */
    public List<PlatformConfig> enabledPlatforms() {
        return config.map(
                        loaded ->
                                loaded.config().platforms().values().stream()
                                        .filter(PlatformConfig::enabled)
                                        .toList())
                .orElse(List.of());
    }

    /** A command of ours for this very home, in quotes. */
    public String command(String words) {
        return "'gateway " + words + repeated + "'";
    }
}
