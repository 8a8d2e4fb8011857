package dev.gateway.it.mutants;

import java.nio.file.Path;
import java.util.Optional;

/**
 * A check by one test of the core, in a forked JVM: for defects that no platform and no operator
 * can provoke.
 */
record UnitTestDefectCheck(String name, String method) implements DefectCheck {

    /** Returns a check of a loop with a round that ends with an Error. */
    static DefectCheck loopThatThrows() {
        return new UnitTestDefectCheck(
                "test: a loop whose round ends with an Error",
                "dev.gateway.core.concurrent.SupervisedLoopTest" + "#anErrorDoesNotEndItsThread()");
    }

    /** Returns a check with a wall clock that is set while a platform is connected. */
    static DefectCheck clockThatIsSet() {
        return new UnitTestDefectCheck(
                "test: the clock is set while a platform is connected",
                "dev.gateway.core.supervision.PlatformStateTrackerTest"
                        + "#aStepOfTheClockNeitherSilencesAPlatformNorHidesASilentOne(long)");
    }

    /** Returns a check with a database that was truncated beside its write-ahead log. */
    static DefectCheck cutDatabase() {
        return new UnitTestDefectCheck(
                "test: a database that was cut beside its log",
                "dev.gateway.core.journal.sqlite.JournalFileDamageTest"
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
