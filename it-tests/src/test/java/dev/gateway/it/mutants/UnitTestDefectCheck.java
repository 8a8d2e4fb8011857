package dev.gateway.it.mutants;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * One test of the core, in a JVM of its own with the changed class in front: for what no platform
 * and no operator can bring about.
 */
record UnitTestDefectCheck(String name, String method) implements DefectCheck {

    private static final Path TESTS = Path.of("..", "gateway-core", "target", "test-classes");
    private static final long LIMIT_SECONDS = 240;

    /** A round of a loop that ends with an Error. */
    static DefectCheck loopThatThrows() {
        return new UnitTestDefectCheck(
                "test: a loop whose round ends with an Error",
                "dev.gateway.core.concurrent.SupervisedLoopTest" + "#anErrorDoesNotEndItsThread()");
    }

    /** A wall clock that is set while a platform is connected. */
    static DefectCheck clockThatIsSet() {
        return new UnitTestDefectCheck(
                "test: the clock is set while a platform is connected",
                "dev.gateway.core.supervision.PlatformStateTrackerTest"
                        + "#aStepOfTheClockNeitherSilencesAPlatformNorHidesASilentOne(long)");
    }

    /** A database that was cut beside its write-ahead log. */
    static DefectCheck cutDatabase() {
        return new UnitTestDefectCheck(
                "test: a database that was cut beside its log",
                "dev.gateway.core.journal.sqlite.HarmedJournalTest"
                        + "#aCutDatabaseBesideItsLogCostsNothing(int)");
    }

    @Override
    public Optional<String> detectDefect(GatewayUnderTest code, Path folder) throws Exception {
        String before = code.classes().map(path -> path + File.pathSeparator).orElse("");
        Path said = folder.resolve("said");
        Process run =
                new ProcessBuilder(
                                List.of(
                                        Path.of(System.getProperty("java.home"), "bin", "java")
                                                .toString(),
                                        "-XX:TieredStopAtLevel=1",
                                        "-XX:+UseSerialGC",
                                        "-Djava.io.tmpdir=" + folder.toAbsolutePath(),
                                        "-cp",
                                        before
                                                + TESTS.toAbsolutePath().normalize()
                                                + File.pathSeparator
                                                + MutantBuilder.classPath(),
                                        SingleTestRunner.class.getName(),
                                        method))
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        try {
            if (!run.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                return Optional.of("the test does not end");
            }
        } finally {
            run.destroyForcibly();
        }
        String words = Files.readString(said);
        int broken = words.indexOf("broken: ");
        if (broken >= 0) {
            return Optional.of(words.substring(broken + "broken: ".length()).strip());
        }
        if (!words.matches("(?s).*held [1-9].*")) {
            throw new AssertionError("the test failed to run:\n" + words);
        }
        return Optional.empty();
    }
}
