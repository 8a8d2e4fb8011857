package dev.gateway.cli.control;

import dev.gateway.core.file.OwnerOnlyFile;
import dev.gateway.core.instance.GatewayHome;
import dev.gateway.core.instance.HomeDirectory;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A {@code gateway run} in its own session and folder: it outlives this command, its terminal, its
 * process group and the mount that the command was called in. Its output goes to {@code
 * logs/gateway.out}. It reports a failed start through a pipe as well, since that file may be on a
 * full disk. Nothing waits for the pipe, whose other end closes with this command.
 */
final class DetachedGateway {

    private static final long MAX_CONSOLE = 1 << 20;
    private static final Set<String> SERVICE_VARIABLES =
            Set.of("NOTIFY_SOCKET", "SYSTEMD_EXEC_PID", "WATCHDOG_PID", "WATCHDOG_USEC");

    /**
     * The shell script that keeps the pipe as descriptor 3 and redirects all other output to the
     * console file.
     */
    private static final String REDIRECT =
            "exec 3>&1 >>\"$1\" 2>&1 </dev/null || exit 73; shift; exec \"$@\"";

    private static final String PIPE = "/dev/fd/3";
    private static final String EVENT = "event ";
    private static final int MAX_RECEIVED = 64 * 1024;

    private final Process process;
    private final StringBuffer received = new StringBuffer();
    private final Path console;
    private final long consoleStart;

    private DetachedGateway(Process process, Path console, long consoleStart) {
        this.process = process;
        this.console = console;
        this.consoleStart = consoleStart;
        var listener = new Thread(this::listen, "start-pipe");
        listener.setDaemon(true);
        listener.start();
    }

    /**
     * Starts a gateway.
     *
     * @param runArguments the arguments after {@code gateway run --detached}
     * @throws IOException if it cannot be started; the message names the file
     */
    static DetachedGateway launch(GatewayHome home, List<String> runArguments) throws IOException {
        HomeDirectory.prepare(home);
        Path console = home.console();
        long start = prepareConsole(console);
        List<String> command = new ArrayList<>(newSession());
        command.addAll(List.of("/bin/sh", "-c", REDIRECT, "gateway", console.toString()));
        command.addAll(List.of(launcher(), "run", "--detached", "--tell=" + PIPE));
        command.addAll(runArguments);
        var builder =
                new ProcessBuilder(command)
                        .directory(new File("/"))
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true);
        // This command may run in a service: the gateway must not notify in its name.
        builder.environment().keySet().removeAll(SERVICE_VARIABLES);
        return new DetachedGateway(builder.start(), console, start);
    }

    /** Returns the PID; setsid and the launcher both {@code exec}, so it is the gateway's. */
    long pid() {
        return process.pid();
    }

    /** Sends SIGTERM to the gateway. */
    void terminate() {
        process.destroy();
    }

    /** Returns the exit code; empty while the gateway runs. */
    Optional<Integer> exitCode() {
        return process.isAlive() ? Optional.empty() : Optional.of(process.exitValue());
    }

    /** Reads the pipe until the last process that holds it has ended. */
    private void listen() {
        try (InputStream in = process.getInputStream()) {
            byte[] bytes = new byte[4096];
            for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
                if (received.length() < MAX_RECEIVED) {
                    received.append(new String(bytes, 0, count, StandardCharsets.UTF_8));
                }
            }
        } catch (IOException e) {
            received.append(e.getMessage()).append('\n');
        }
    }

    /** Returns whether the gateway has reported an event or a state. */
    boolean hasReported(String event) {
        return received.toString().lines().anyMatch(line -> line.equals(EVENT + event));
    }

    /** Returns the last lines that the gateway printed or reported, at most {@code most}. */
    List<String> lastOutput(int most) {
        List<String> printed = new ArrayList<>(printed(most));
        received.toString()
                .lines()
                .filter(line -> !line.startsWith(EVENT) && !printed.contains(line))
                .forEach(printed::add);
        return printed.subList(Math.max(0, printed.size() - most), printed.size());
    }

    private List<String> printed(int most) {
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

    /** Creates the console file, or empties it if it is large: it holds failures only. */
    private static long prepareConsole(Path console) throws IOException {
        if (!Files.exists(console)) {
            OwnerOnlyFile.create(console);
        }
        // Opening a FIFO for writing waits for a reader. A link to /dev/null is fine.
        Path real = console.toRealPath();
        if (!Files.isRegularFile(real) && !real.startsWith("/dev")) {
            throw new FileSystemException(
                    console.toString(), null, "is not a file; move it out of the way");
        }
        // Java tells the reason of a failure; the shell would only report that it failed.
        FileChannel.open(console, StandardOpenOption.WRITE, StandardOpenOption.APPEND).close();
        long size = Files.size(console);
        if (size > MAX_CONSOLE) {
            Files.write(console, new byte[0]);
            return 0;
        }
        return size;
    }

    /**
     * Returns a command for a new session: setsid of util-linux; on macOS Perl, which can call it.
     */
    private static List<String> newSession() {
        return onPath("setsid")
                .map(List::of)
                .or(
                        () ->
                                onPath("perl")
                                        .map(
                                                perl ->
                                                        List.of(
                                                                perl,
                                                                "-MPOSIX",
                                                                "-e",
                                                                "POSIX::setsid(); exec @ARGV or"
                                                                        + " die $!;")))
                .or(() -> onPath("nohup").map(List::of))
                .orElse(List.of("/bin/sh", "-c", "trap '' HUP; exec \"$@\"", "sh"));
    }

    /**
     * Returns the absolute path of a program. Relative entries of PATH are skipped: they hold in
     * the caller's folder only.
     */
    private static Optional<String> onPath(String program) {
        String path = System.getenv("PATH");
        return Stream.of((path == null ? "/usr/bin:/bin" : path).split(":"))
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .map(Path::toString)
                .findFirst();
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
