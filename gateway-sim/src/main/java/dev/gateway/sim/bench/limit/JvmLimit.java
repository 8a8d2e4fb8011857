package dev.gateway.sim.bench.limit;

import dev.gateway.sim.process.ExpectationFailedException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The time that a program of one line takes, as {@code java} runs it by itself. */
final class JvmLimit {

    private static final double SECOND = 1e9;
    private static final int RUNS = 3;

    private JvmLimit() {}

    /** Returns the shortest of some runs: what is longer was disturbed. */
    static double measure() throws InterruptedException {
        double best = Double.MAX_VALUE;
        for (int i = 0; i < RUNS; i++) {
            best = Math.min(best, once());
        }
        return best;
    }

    private static double once() throws InterruptedException {
        try {
            Path code =
                    Path.of(
                            HelloProgram.class
                                    .getProtectionDomain()
                                    .getCodeSource()
                                    .getLocation()
                                    .toURI());
            ProcessBuilder java =
                    new ProcessBuilder(
                                    Path.of(System.getProperty("java.home"), "bin", "java")
                                            .toString(),
                                    "-Xshare:auto",
                                    "-XX:TieredStopAtLevel=1",
                                    "-XX:+UseSerialGC",
                                    "-cp",
                                    code.toString(),
                                    HelloProgram.class.getName())
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD);
            java.environment().remove("JAVA_TOOL_OPTIONS");
            long began = System.nanoTime();
            Process process = java.start();
            if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new ExpectationFailedException("java could not run " + code);
            }
            return (System.nanoTime() - began) / SECOND;
        } catch (IOException | URISyntaxException e) {
            throw new ExpectationFailedException("cannot start java: " + e.getMessage());
        }
    }
}
