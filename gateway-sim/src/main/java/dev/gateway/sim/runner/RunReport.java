package dev.gateway.sim.runner;

import dev.gateway.sim.timeline.Timeline;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What came of one run of a scenario.
 *
 * @param scenario its name
 * @param title its title
 * @param seed decided what was left to chance
 * @param results of each expectation that was looked at, in order
 * @param failure the step that could not be done, and why; the story ended there
 * @param platforms what each platform has to say
 * @param elapsed how long it took
 * @param timeline the picture
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

    /** Whether the whole story could be played and everything expected was so. */
    public boolean good() {
        return failure.isEmpty() && results.stream().allMatch(ExpectationResult::satisfied);
    }
}
