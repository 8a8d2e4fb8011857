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

/** Runs the programs of the service manager. */
@FunctionalInterface
public interface CommandRunner {

    /** The exit code of a shell for a program that is not there. */
    int MISSING = 127;

    /** The exit code of timeout(1). */
    int TOO_LONG = 124;

    /**
     * What a program said.
     *
     * @param exit its exit code, {@link #MISSING} or {@link #TOO_LONG}
     * @param text stdout and stderr
     */
    record Result(int exit, String text) {

        public boolean ok() {
            return exit == 0;
        }

        /** What to tell a person of a failure. */
        public String errorMessage() {
            String line = text.strip().lines().findFirst().orElse("");
            return line.isEmpty() ? "exit code " + exit : line;
        }
    }

    /** Runs it to its end, or kills it when {@code limit} has passed. */
    Result run(Duration limit, List<String> command) throws InterruptedException;

    /** Those of the machine, with the environment of this process. */
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
            // What it left behind may hold the output open.
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
