package dev.gateway.cli.service.manager;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What an installed definition says of choices that were made when it was installed. Whoever looks
 * later, from another shell, must not take those for changes.
 *
 * @param environment its variables
 * @param config the config file, if it names one
 * @param user who runs it, if it names somebody
 */
public record InstalledSettings(
        Map<String, String> environment, Optional<Path> config, Optional<String> user) {

    public static final InstalledSettings NONE =
            new InstalledSettings(Map.of(), Optional.empty(), Optional.empty());

    public InstalledSettings {
        environment = Map.copyOf(environment);
    }

    /** The same without its Java: who installs anew means the one that runs now. */
    public InstalledSettings withoutJava() {
        Map<String, String> others = new HashMap<>(environment);
        others.remove("JAVA_HOME");
        return new InstalledSettings(others, config, user);
    }
}
