package dev.gateway.cli.run;

import dev.gateway.core.instance.ServiceManagerInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The test for a process that a service manager started directly. {@code INVOCATION_ID} proves
 * nothing, since all processes below a service inherit it; {@code SYSTEMD_EXEC_PID} (systemd 248)
 * names the one process that systemd started (systemd.exec(5)).
 */
final class ServiceManagerDetection {

    private ServiceManagerDetection() {}

    static Optional<ServiceManagerInfo> detect(UnaryOperator<String> environment, long pid) {
        if (Long.toString(pid).equals(environment.apply("SYSTEMD_EXEC_PID"))) {
            return Optional.of(new ServiceManagerInfo("systemd", systemdUnit()));
        }
        String label = environment.apply("XPC_SERVICE_NAME");
        boolean startedByInit =
                ProcessHandle.current().parent().map(parent -> parent.pid() == 1).orElse(false);
        // Terminals set the name to 0; only launchd itself is PID 1.
        return label != null && label.contains(".") && startedByInit
                ? Optional.of(new ServiceManagerInfo("launchd", label))
                : Optional.empty();
    }

    /** Returns the last {@code .service} of the process's control group. */
    private static String systemdUnit() {
        try {
            for (String line : Files.readAllLines(Path.of("/proc/self/cgroup"))) {
                String[] parts = line.split("/");
                for (int i = parts.length - 1; i >= 0; i--) {
                    if (parts[i].endsWith(".service") && !parts[i].startsWith("user@")) {
                        return parts[i];
                    }
                }
            }
        } catch (IOException e) {
            // Not on Linux; the kind alone is enough.
        }
        return "";
    }
}
