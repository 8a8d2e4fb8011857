package dev.gateway.it.mutants;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A JVM with the tests of the core on its class path, and the mutated class before all others. */
final class ForkedTestJvm {

    private static final Path TESTS = Path.of("..", "gateway-core", "target", "test-classes");
    private static final long LIMIT_SECONDS = 240;

    private ForkedTestJvm() {}

    /** Runs a main class and returns its output; empty if it does not end in time. */
    static Optional<String> run(
            GatewayUnderTest underTest, Path folder, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        String mutated = underTest.classes().map(path -> path + File.pathSeparator).orElse("");
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:TieredStopAtLevel=1",
                                "-XX:+UseSerialGC",
                                "-Djava.io.tmpdir=" + folder.toAbsolutePath(),
                                "-cp",
                                mutated
                                        + TESTS.toAbsolutePath().normalize()
                                        + File.pathSeparator
                                        + MutantBuilder.classPath(),
                                mainClass));
        command.addAll(List.of(arguments));
        Path output = folder.resolve("output");
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile())
                        .start();
        try {
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)
                    ? Optional.of(Files.readString(output))
                    : Optional.empty();
        } finally {
            process.destroyForcibly();
        }
    }
}
