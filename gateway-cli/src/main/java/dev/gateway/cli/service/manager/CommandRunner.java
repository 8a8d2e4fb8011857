package dev.gateway.cli.service.manager;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The runner of the service manager's command-line tools. */
@FunctionalInterface
public interface CommandRunner {

    /** The exit code of a shell for a missing program. */
    int MISSING = 127;

    /** The exit code of timeout(1). */
    int TOO_LONG = 124;

    /**
     * The result of a program.
     *
     * @param exit the exit code, {@link #MISSING} or {@link #TOO_LONG}
     * @param text stdout and stderr
     */
    record Result(int exit, String text) {

        public boolean ok() {
            return exit == 0;
        }

        /** Returns the message of a failure. */
        public String errorMessage() {
            String line = text.strip().lines().findFirst().orElse("");
            return line.isEmpty() ? "exit code " + exit : line;
        }
    }

    /** Runs a command to its end, or kills it after {@code limit}. */
    Result run(Duration limit, List<String> command) throws InterruptedException;

    /** Returns the runner for this host, with the environment of this process. */
    static CommandRunner system() {
        return CommandRunner::execute;
    }

    private static Result execute(Duration limit, List<String> command)
            throws InterruptedException {
        Process process;
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            UserRuntimeDirectory.complete(builder.environment());
            process = builder.start();
            process.getOutputStream().close();
        } catch (IOException e) {
            return new Result(MISSING, command.get(0) + ": " + e.getMessage());
        }
        try {
            var text = new FutureTask<>(() -> read(process));
            var reader = new Thread(text, "output-of-" + Path.of(command.get(0)).getFileName());
            reader.setDaemon(true);
            reader.start();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Result(
                        TOO_LONG,
                        "%s did not answer within %d s"
                                .formatted(String.join(" ", command), limit.toSeconds()));
            }
            // A child that it left behind may hold the output open.
            return new Result(process.exitValue(), text.get(1, TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            return new Result(process.exitValue(), "");
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Process process) {
        try (InputStream in = process.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
