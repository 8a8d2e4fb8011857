package dev.gateway.sim.process;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.List;

/**
 * The outcome of a command that has ended.
 *
 * @param command the command line
 * @param exit the exit code; 128 + n also if signal n killed it
 * @param stdout the lines of stdout, each ended by a newline
 * @param stderr the lines of stderr, likewise
 * @param elapsed the time from the start to the end of the process
 */
public record CommandResult(
        List<String> command, int exit, String stdout, String stderr, Duration elapsed) {

    /** Returns the first line on stderr; empty if there is none. */
    public String firstErrorLine() {
        return stderr.lines().findFirst().orElse("");
    }

    /**
     * Returns stdout as JSON.
     *
     * @throws ExpectationFailedException if stdout is not JSON
     */
    public JsonNode json() {
        try {
            return new ObjectMapper().readTree(stdout);
        } catch (JsonProcessingException e) {
            throw new ExpectationFailedException(
                    "no JSON (" + e.getOriginalMessage() + ") in " + this);
        }
    }

    /**
     * Returns this result if the command ended with this code.
     *
     * @throws ExpectationFailedException if it ended with another
     */
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
