package dev.gateway.sim.cli;

import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A {@code serve} in the background: started until it listens, and stopped. */
final class BackgroundServeProcess {

    /** The last line of a {@code serve} that listens. */
    static final String READY = "Ready. Ctrl-C ends it.";

    private static final int TRY_AGAIN = 75;
    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(20);
    private static final long PAUSE_MILLIS = 10;

    private final PrintWriter out;
    private final PrintWriter err;

    BackgroundServeProcess(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    /**
     * Starts {@code gateway-sim} with these arguments in a session of its own, without this
     * process's streams, and returns when it listens.
     *
     * @return 0, or the exit code of a process that ended early, after printing its output
     */
    int start(List<String> arguments, Path config) throws IOException, InterruptedException {
        Path output = Files.createTempFile("gateway-sim-serve-", ".out");
        try {
            Process process = begin(arguments, output);
            Deadline deadline = Deadline.after(START_LIMIT);
            while (process.isAlive() && !isReady(output)) {
                if (deadline.isExpired()) {
                    process.destroyForcibly();
                    err.println(
                            "Not ready after " + START_LIMIT.toSeconds() + " s. It was killed.");
                    return TRY_AGAIN;
                }
                TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            }
            return isReady(output)
                    ? report(process, output, config)
                    : reportFailure(process, output);
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static Process begin(List<String> arguments, Path output) throws IOException {
        List<String> command = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            command.add("/usr/bin/setsid"); // a closed terminal does not end it
        }
        command.add(Path.of(System.getProperty("gateway-sim.app"), "bin/gateway-sim").toString());
        command.addAll(arguments);
        return new ProcessBuilder(command)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
    }

    private static boolean isReady(Path output) throws IOException {
        return Files.readString(output).contains(READY);
    }

    private int report(Process process, Path output, Path config) throws IOException {
        for (String line : Files.readAllLines(output)) {
            if (!line.isEmpty() && !line.equals(READY)) {
                out.println(line);
            }
        }
        out.printf("config    %s%n", config);
        out.printf(
                "Ready, PID %d. To stop it: gateway-sim serve --stop %s%n", process.pid(), config);
        out.flush();
        return 0;
    }

    private int reportFailure(Process process, Path output) throws IOException {
        Files.readAllLines(output).forEach(err::println);
        return process.exitValue() == 0 ? TRY_AGAIN : process.exitValue();
    }

    /**
     * Stops the process that wrote this config, and waits for its end.
     *
     * @return 0, also if it does not run any more
     */
    int stop(Path config) throws IOException, InterruptedException {
        Optional<ProcessHandle> server = ServeConfigFile.server(config);
        if (server.isEmpty()) {
            out.println("The platforms of " + config + " are served no more.");
            return 0;
        }
        server.get().destroy();
        try {
            server.get().onExit().get(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException slow) {
            server.get().destroyForcibly();
        } catch (ExecutionException never) {
            throw new IllegalStateException(never);
        }
        out.printf("Stopped (PID %d).%n", server.get().pid());
        return 0;
    }
}
