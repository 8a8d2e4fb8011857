package dev.gateway.sim.reported;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * The process checks and signals of the reports, which know a process by its PID alone. The system
 * calls are the shell's, since Java has none of them; a shell takes milliseconds where a call takes
 * microseconds, which widens each window between a check and an action.
 */
final class PidProbe {

    private static final long LIMIT_SECONDS = 30;

    private final DefectOptions options;

    PidProbe(DefectOptions options) {
        this.options = options;
    }

    /** Returns whether there is such a process, by the chosen test. */
    boolean alive(long pid) {
        if (pid <= 0) {
            return false;
        }
        ShellResult result = shell("kill -0 " + pid);
        if (result.code != 0) {
            return result.output.contains("not permitted")
                    && options.eperm() == DefectOptions.Eperm.ALIVE;
        }
        return switch (options.liveness()) {
            case SIGNAL_0 -> true;
            case DIRECTORY -> !isZombieByDirectory(pid);
            case STATUS -> !isZombieByStatus(pid);
        };
    }

    /**
     * Applies the test of the sketch in the report: a directory in /proc, which every process has.
     */
    private static boolean isZombieByDirectory(long pid) {
        return Files.isDirectory(Path.of("/proc", Long.toString(pid)));
    }

    private static boolean isZombieByStatus(long pid) {
        try {
            return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                    .anyMatch(line -> line.startsWith("State:") && line.contains("Z"));
        } catch (IOException gone) {
            return false;
        }
    }

    void terminate(long pid) {
        signal("TERM", pid);
    }

    void kill(long pid) {
        signal("KILL", pid);
    }

    private static void signal(String name, long pid) {
        if (pid > 0) {
            shell("kill -" + name + " " + pid);
        }
    }

    /** Returns whether waitpid(2) fails for this process: the shell's wait finds no such child. */
    boolean waitpidFindsNoChild(long pid) {
        return shell("wait " + pid).code == 127;
    }

    private record ShellResult(int code, String output) {}

    private static ShellResult shell(String command) {
        try {
            var builder = new ProcessBuilder("sh", "-c", command).redirectErrorStream(true);
            builder.environment().put("LC_ALL", "C");
            Process shell = builder.start();
            shell.getOutputStream().close();
            String output =
                    new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!shell.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                shell.destroyForcibly();
                throw new IllegalStateException("'" + command + "' hangs");
            }
            return new ShellResult(shell.exitValue(), output);
        } catch (IOException e) {
            throw new IllegalStateException("cannot run '" + command + "'", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted at '" + command + "'", e);
        }
    }
}
