package dev.gateway.sim.runner;

import dev.gateway.sim.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of one run of a scenario.
 *
 * @param scenario the name of the scenario
 * @param title its title
 * @param seed the seed of the random choices
 * @param results the result of each expectation that was checked, in order
 * @param failure the step that failed, with the reason; the run ended there
 * @param platforms the figures of each platform
 * @param elapsed the duration of the run
 * @param timeline the timeline of the run
 */
public record RunReport(
        String scenario,
        String title,
        long seed,
        List<ExpectationResult> results,
        Optional<String> failure,
        List<PlatformSummary> platforms,
        Duration elapsed,
        Timeline timeline) {

    /** Copies the lists. */
    public RunReport {
        results = List.copyOf(results);
        platforms = List.copyOf(platforms);
    }

    /** Returns whether every step was executed and every expectation satisfied. */
    public boolean good() {
        return failure.isEmpty() && results.stream().allMatch(ExpectationResult::satisfied);
    }
}
