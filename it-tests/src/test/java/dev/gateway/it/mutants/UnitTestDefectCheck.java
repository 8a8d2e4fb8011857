package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One test of the core, in a JVM of its own with the changed class in front: for what no platform
 * and no operator can bring about.
 */
record UnitTestDefectCheck(String name, String method) implements DefectCheck {

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
    public Optional<String> detectDefect(GatewayUnderTest underTest, Path folder) throws Exception {
        Optional<String> ended =
                ForkedTestJvm.run(underTest, folder, SingleTestRunner.class.getName(), method);
        if (ended.isEmpty()) {
            return Optional.of("the test does not end");
        }
        String output = ended.get();
        int broken = output.indexOf("broken: ");
        if (broken >= 0) {
            return Optional.of(output.substring(broken + "broken: ".length()).strip());
        }
        if (!output.matches("(?s).*held [1-9].*")) {
            throw new AssertionError("the test failed to run:\n" + output);
        }
        return Optional.empty();
    }
}
