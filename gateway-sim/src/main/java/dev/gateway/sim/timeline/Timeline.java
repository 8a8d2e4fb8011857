package dev.gateway.sim.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The timeline of one run.
 *
 * @param title the title of the run
 * @param about some more sentences, or empty
 * @param good whether the run was as expected
 * @param findings the statements about the run: figures and failures
 * @param started the time of the start
 * @param length the duration
 * @param lanes the lanes from top to bottom
 */
public record Timeline(
        String title,
        String about,
        boolean good,
        List<Finding> findings,
        Instant started,
        Duration length,
        List<Lane> lanes) {

    /**
     * One statement about a run.
     *
     * @param good whether it is as expected
     * @param text the statement
     */
    public record Finding(boolean good, String text) {}

    /** Copies the lists. */
    public Timeline {
        findings = List.copyOf(findings);
        lanes = List.copyOf(lanes);
    }

    /** Returns the timeline with the final findings. */
    public Timeline concluded(boolean good, List<Finding> findings) {
        return new Timeline(title, about, good, findings, started, length, lanes);
    }
}
