package dev.gateway.sim.scenario;

import java.util.List;
import java.util.stream.Stream;

/**
 * The exit codes that are expected: one, several, or any.
 *
 * @param text {@code 0}, {@code 0,75} or {@code any}
 */
public record ExpectedExitCodes(String text) {

    private static final String FORM = "any|\\d{1,3}(, ?\\d{1,3})*";

    /** Checks the form of the text. */
    public ExpectedExitCodes {
        if (!text.matches(FORM)) {
            throw new IllegalArgumentException(
                    "is no exit code; write for instance 0, or \"0,75\", or any");
        }
    }

    /** Returns whether this exit code is expected. */
    public boolean allow(int code) {
        return text.equals("any") || codes().contains(code);
    }

    private List<Integer> codes() {
        return Stream.of(text.split(",")).map(String::strip).map(Integer::valueOf).toList();
    }

    @Override
    public String toString() {
        return text;
    }
}
