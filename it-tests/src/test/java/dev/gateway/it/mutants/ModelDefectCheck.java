package dev.gateway.it.mutants;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The model of homes, locks and processes, in a JVM of its own with the changed class in front. */
final class ModelDefectCheck implements DefectCheck {

    private static final long SEED = 20260401;

    /** Most mistakes are found within a few lives; the rarest needs about fifty. */
    private static final int TRIES = 150;

    private static final Path TESTS = Path.of("..", "gateway-core", "target", "test-classes");
    private static final long LIMIT_SECONDS = 240;

    @Override
    public String name() {
        return "property: homes, locks and processes";
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest code, Path folder) throws Exception {
        String before = code.classes().map(path -> path + File.pathSeparator).orElse("");
        Path said = folder.resolve("said");
        Process search =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Xshare:auto",
                                        "-Djava.io.tmpdir=" + folder,
                                        "-cp",
                                        before
                                                + TESTS.toAbsolutePath().normalize()
                                                + File.pathSeparator
                                                + MutantBuilder.classPath(),
                                        "dev.gateway.core.lifecycle.ModelSearch",
                                        Long.toString(SEED),
                                        Integer.toString(TRIES)))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            if (!search.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the search does not end");
            }
        } finally {
            search.destroyForcibly();
        }
        String words = Files.readString(said);
        if (words.contains("broken after ")) {
            return Optional.of(words.substring(words.indexOf("broken after ")).strip());
        }
        if (!words.contains("held " + TRIES)) {
            throw new AssertionError("the search failed:\n" + words);
        }
        return Optional.empty();
    }
}
