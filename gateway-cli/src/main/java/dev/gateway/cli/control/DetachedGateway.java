package dev.gateway.cli.control;

import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeFolder;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code gateway run} in a session of its own: it outlives this command, its terminal and
 * whatever process group this command belongs to. Its output goes to {@code logs/gateway.out}.
 */
final class DetachedGateway {

    private static final long LARGEST_CONSOLE = 1 << 20;
    private static final Set<String> OF_A_SERVICE =
            Set.of("NOTIFY_SOCKET", "SYSTEMD_EXEC_PID", "WATCHDOG_PID", "WATCHDOG_USEC");

    private final Process process;
    private final Path console;
    private final long consoleStart;

    private DetachedGateway(Process process, Path console, long consoleStart) {
        this.process = process;
        this.console = console;
        this.consoleStart = consoleStart;
    }

    /**
     * Starts it.
     *
     * @param runArguments what to add behind {@code gateway run --detached}
     * @throws IOException if it cannot be started; the message names the file
     */
    static DetachedGateway launch(GatewayHome home, List<String> runArguments) throws IOException {
        HomeFolder.prepare(home);
        Path console = home.console();
        long start = prepareConsole(console);
        List<String> command = new ArrayList<>(newSession());
        command.add(launcher());
        command.add("run");
        command.add("--detached");
        command.addAll(runArguments);
        var builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(console.toFile()))
                        .redirectError(ProcessBuilder.Redirect.appendTo(console.toFile()));
        // Whatever service this command runs in, the gateway is not it and must not speak for it.
        builder.environment().keySet().removeAll(OF_A_SERVICE);
        return new DetachedGateway(builder.start(), console, start);
    }

    /** The process; setsid and the launcher both {@code exec}, so the PID is the gateway's. */
    long pid() {
        return process.pid();
    }

    /** Asks it to end. */
    void terminate() {
        process.destroy();
    }

    /** Its exit code, once it has ended. */
    Optional<Integer> exitCode() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** What it printed, one line each, at most the last {@code most}. */
    List<String> lastWords(int most) {
        try (RandomAccessFile in = new RandomAccessFile(console.toFile(), "r")) {
            long from = Math.max(consoleStart, in.length() - 64 * 1024);
            in.seek(from);
            byte[] bytes = new byte[(int) (in.length() - from)];
            in.readFully(bytes);
            List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
            return lines.subList(Math.max(0, lines.size() - most), lines.size());
        } catch (IOException e) {
            return List.of();
        }
    }

    /** Kept small: it only ever holds what went wrong. */
    private static long prepareConsole(Path console) throws IOException {
        if (!Files.exists(console)) {
            Files.createFile(
                    console,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rw-------")));
        }
        long size = Files.size(console);
        if (size > LARGEST_CONSOLE) {
            Files.write(console, new byte[0]);
            return 0;
        }
        return size;
    }

    /** util-linux has setsid; macOS has not, but Perl, which can call it. */
    private static List<String> newSession() {
        if (isOnPath("setsid")) {
            return List.of("setsid");
        }
        if (isOnPath("perl")) {
            return List.of("perl", "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV or die $!;");
        }
        return List.of("nohup");
    }

    private static boolean isOnPath(String program) {
        String path = System.getenv("PATH");
        for (String folder : (path == null ? "/usr/bin:/bin" : path).split(":")) {
            if (!folder.isEmpty() && Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private static String launcher() throws IOException {
        String launcher = System.getProperty("gateway.launcher");
        if (launcher == null) {
            throw new IOException(
                    "Cannot start a process of its own: not started by bin/gateway. Use 'gateway"
                            + " run'.");
        }
        return launcher;
    }
}
