package dev.gateway.sim.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;

/**
 * How a command ended.
 *
 * @param command what was run
 * @param exit its exit code; 128 + n also if signal n killed it
 * @param stdout its lines, each ended by a newline
 * @param stderr the same
 * @param elapsed from the start to the end of the process
 */
public record CommandResult(
        List<String> command, int exit, String stdout, String stderr, Duration elapsed) {

    /** The first line on stderr; empty if there is none. */
    public String firstErrorLine() {
        return stderr.lines().findFirst().orElse("");
    }

    /**
     * What it printed, as JSON.
     *
     * @throws ExpectationFailedException if it is none
     */
    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(stdout);
        } catch (JsonProcessingException e) {
            throw new ExpectationFailedException(
                    "no JSON (" + e.getOriginalMessage() + ") in " + this);
        }
    }

    /** Returns itself if it ended with this code. */
    public CommandResult expectExit(int expected) {
        if (exit != expected) {
            throw new ExpectationFailedException("exit code " + expected + " expected of " + this);
        }
        return this;
    }

    @Override
    public String toString() {
        return "%s%nexit %d after %d ms%nstdout:%n%s%nstderr:%n%s"
                .formatted(String.join(" ", command), exit, elapsed.toMillis(), stdout, stderr);
    }
}
