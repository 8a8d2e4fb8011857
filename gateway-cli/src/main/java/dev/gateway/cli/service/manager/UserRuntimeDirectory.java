package dev.gateway.cli.service.manager;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Where the user's service manager listens. Logins by sudo, cron or plain su do not say. */
final class UserRuntimeDirectory {

    private static final String VARIABLE = "XDG_RUNTIME_DIR";

    private UserRuntimeDirectory() {}

    /** The number of the user of this process, where it can be told. */
    static Optional<Integer> user() {
        try {
            return Optional.of((Integer) Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** Adds the variable if it is missing and the usual folder is there. */
    static void complete(Map<String, String> environment) {
        if (environment.getOrDefault(VARIABLE, "").isBlank()) {
            user().map(uid -> Path.of("/run/user", uid.toString()))
                    .filter(Files::isDirectory)
                    .ifPresent(folder -> environment.put(VARIABLE, folder.toString()));
        }
    }
}
