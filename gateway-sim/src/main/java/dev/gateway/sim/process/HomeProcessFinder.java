package dev.gateway.sim.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Finder of all gateway processes of a home, with or without its lock: processes whose environment
 * names the home and whose command line says {@code run}. Linux only; zombies are left out, as they
 * have no environment any more.
 */
public final class HomeProcessFinder {

    private static final String HOME = "GATEWAY_HOME=";
    private static final String RUN = "run";

    private HomeProcessFinder() {}

    /**
     * Returns the PIDs of those that were started within the scope and are alive, frozen ones
     * included.
     */
    public static List<Long> of(ProcessScope scope, Path home) {
        return scope.survivors().stream().filter(pid -> isGatewayOf(pid, home)).toList();
    }

    /** Returns whether this process is a gateway of this home, or about to become one. */
    public static boolean isGatewayOf(long pid, Path home) {
        return strings(pid, "environ").contains(HOME + home)
                && strings(pid, "cmdline").contains(RUN);
    }

    /** Returns the command line of this process, argument by argument; empty if it is gone. */
    public static List<String> commandLine(long pid) {
        return strings(pid, "cmdline");
    }

    private static List<String> strings(long pid, String file) {
        try {
            byte[] bytes = Files.readAllBytes(Path.of("/proc", Long.toString(pid), file));
            return List.of(new String(bytes, StandardCharsets.UTF_8).split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
