package dev.gateway.it.randomruns;

import dev.gateway.it.fixture.FileTrees;
import dev.gateway.sim.runner.RunReport;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioWriter;
import dev.gateway.sim.timeline.TimelinePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/**
 * The artifacts of a run that fails: a scenario to run again, a timeline, and the homes. Those of a
 * shorter run that fails too replace them.
 *
 * @param file the scenario file; the others lie beside it
 */
record FailureArtifacts(Path file) {

    /** The usual place. */
    static final FailureArtifacts DEFAULT =
            new FailureArtifacts(Path.of("target", "random-life.yaml"));

    private static final long MAX_BYTES = 16 << 20;

    void write(Scenario scenario, RunReport report, Path homes) throws IOException {
        Files.writeString(file, ScenarioWriter.yaml(scenario));
        TimelinePage.write(beside(".html"), scenario.title(), List.of(report.timeline()));
        Path copy = beside("-homes");
        FileTrees.delete(copy);
        FileTrees.copy(homes, copy, name -> true, FailureArtifacts::copySmall);
    }

    /** Returns the command that runs the scenario again. */
    String command() {
        return "gateway-sim run " + file.toAbsolutePath().normalize();
    }

    private Path beside(String ending) {
        String name = file.getFileName().toString().replaceFirst("\\.yaml$", ending);
        return file.resolveSibling(name);
    }

    private static void copySmall(Path from, Path to) throws IOException {
        if (Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS) && Files.size(from) <= MAX_BYTES) {
            Files.copy(from, to);
        }
    }
}
