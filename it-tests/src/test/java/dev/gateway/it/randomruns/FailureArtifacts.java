package dev.gateway.it.randomruns;

import dev.gateway.sim.runner.RunReport;
import dev.gateway.sim.scenario.Scenario;
import dev.gateway.sim.scenario.ScenarioWriter;
import dev.gateway.sim.timeline.TimelinePage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where a life that fails is left: as a scenario to play again, as a picture, and with the homes as
 * they were. A simpler one that fails too takes the place of the one before.
 *
 * @param scenario the file; the others lie beside it
 */
record FailureArtifacts(Path scenario) {

    /** The usual place. */
    static final FailureArtifacts USUAL =
            new FailureArtifacts(Path.of("target", "random-life.yaml"));

    private static final long MOST_KEPT = 16 << 20;

    void write(Scenario life, RunReport report, Path homes) throws IOException {
        Files.writeString(scenario, ScenarioWriter.yaml(life));
        TimelinePage.write(beside(".html"), life.title(), List.of(report.timeline()));
        Path copy = beside("-homes");
        delete(copy);
        copy(homes, copy);
    }

    /** What to type to see it again. */
    String command() {
        return "gateway-sim run " + scenario.toAbsolutePath().normalize();
    }

    private Path beside(String ending) {
        String name = scenario.getFileName().toString().replaceFirst("\\.yaml$", ending);
        return scenario.resolveSibling(name);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> all = Files.walk(from)) {
            for (Path one : all.toList()) {
                Path copy = to.resolve(from.relativize(one).toString());
                if (Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS)) {
                    Files.createDirectories(copy);
                } else if (Files.isRegularFile(one, LinkOption.NOFOLLOW_LINKS)
                        && Files.size(one) <= MOST_KEPT) {
                    Files.copy(one, copy);
                }
            }
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(one);
            }
        }
    }
}
