package dev.gateway.sim.timeline;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * One run, as it was seen.
 *
 * @param title what it was
 * @param about some sentences more, or empty
 * @param good whether all was as it has to be
 * @param findings what is to be said about it, the figures and what went wrong
 * @param started when
 * @param length how long it took
 * @param lanes from top to bottom
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
     * One thing to say about a run.
     *
     * @param good whether it is as it has to be
     * @param text what
     */
    public record Finding(boolean good, String text) {}

    /** Copies the lists. */
    public Timeline {
        findings = List.copyOf(findings);
        lanes = List.copyOf(lanes);
    }

    /** The same with what is known in the end. */
    public Timeline concluded(boolean good, List<Finding> findings) {
        return new Timeline(title, about, good, findings, started, length, lanes);
    }
}
