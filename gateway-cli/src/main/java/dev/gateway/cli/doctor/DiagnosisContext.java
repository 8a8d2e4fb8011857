package dev.gateway.cli.doctor;

import dev.gateway.cli.options.CommandContext;
import dev.gateway.cli.options.GlobalOptions;
import dev.gateway.cli.options.InstalledPlatforms;
import dev.gateway.core.config.LoadedConfig;
import dev.gateway.core.config.PlatformConfig;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.InstanceView;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.process.HostServices;
import dev.gateway.core.status.RecordedStatus;
import dev.gateway.core.yaml.InvalidConfigException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The state of a home, read once, so that all checks refer to the same moment.
 *
 * @param home the home
 * @param configFile the config file
 * @param config its content; empty if it is invalid
 * @param invalid its problems; empty if it is valid
 * @param journal the place of the journal; empty if the config does not tell it
 * @param installed the platforms of this program
 * @param instance lock and PID file
 * @param status the last status that the gateway wrote
 * @param commandContext console and services of the host
 * @param offline whether checks must not use the network
 * @param repeated the options to append to a suggested command
 */
public record DiagnosisContext(
        GatewayHome home,
        Path configFile,
        Optional<LoadedConfig> config,
        Optional<InvalidConfigException> invalid,
        Optional<JournalLocation> journal,
        InstalledPlatforms installed,
        InstanceView instance,
        RecordedStatus status,
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
                journal(global),
                installed,
                context.instance(home),
                context.statusReader(home).read().status(),
                context,
                offline,
                global.repeated());
    }

    private static Optional<JournalLocation> journal(GlobalOptions global) {
        try {
            return Optional.of(global.journal());
        } catch (InvalidConfigException e) {
            return Optional.empty(); // The check of the config shows it.
        }
    }

    /** Returns whether several hosts share the journal. */
    public boolean isShared() {
        return journal.filter(place -> place.config().isShared()).isPresent();
    }

    /** Returns the services of the host. */
    public HostServices host() {
        return commandContext.host();
    }

    /** Returns whether a gateway holds the home. */
    public boolean isRunning() {
        return instance.lock().isHeld();
    }

    /** Returns the enabled accounts. */
    public List<PlatformConfig> enabledPlatforms() {
        return config.map(
                        loaded ->
                                loaded.config().platforms().values().stream()
                                        .filter(PlatformConfig::enabled)
                                        .toList())
                .orElse(List.of());
    }

    /** Returns a gateway command for this home, in quotes. */
    public String command(String words) {
        return "'gateway " + words + repeated + "'";
    }
}
