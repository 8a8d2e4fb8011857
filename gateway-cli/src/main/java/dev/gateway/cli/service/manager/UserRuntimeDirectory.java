package dev.gateway.cli.service.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which the user's service manager listens. Logins by sudo, cron or plain su do not
 * set its variable.
 */
final class UserRuntimeDirectory {

    private static final String VARIABLE = "XDG_RUNTIME_DIR";

    private UserRuntimeDirectory() {}

    /** Returns the user id of this process, where it is known. */
    static Optional<Integer> user() {
        try {
            return Optional.of((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Adds the variable if it is missing and the default folder exists. */
    static void complete(Map<String, String> environment) {
        if (environment.getOrDefault(VARIABLE, "").isBlank()) {
            user().map(uid -> Path.of("/run/user", uid.toString()))
                    .filter(Files::isDirectory)
                    .ifPresent(folder -> environment.put(VARIABLE, folder.toString()));
        }
    }
}
