package dev.gateway.cli.service.manager;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The choices that an installed definition records. A later inspection from another shell must not
 * report them as changes.
 *
 * @param environment the variables
 * @param config the config file, if it names one
 * @param user the user who runs it, if it names one
 */
public record InstalledSettings(
        Map<String, String> environment, Optional<Path> config, Optional<String> user) {

    public static final InstalledSettings NONE =
            new InstalledSettings(Map.of(), Optional.empty(), Optional.empty());

    public InstalledSettings {
        environment = Map.copyOf(environment);
    }

    /** Returns the settings without JAVA_HOME: a new installation uses the current Java. */
    public InstalledSettings withoutJava() {
        Map<String, String> others = new HashMap<>(environment);
        others.remove("JAVA_HOME");
        return new InstalledSettings(others, config, user);
    }
}
