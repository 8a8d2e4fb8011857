package dev.gateway.sim.runner;

/**
 * The result of one expectation.
 *
 * @param expected the expectation in the notation of the scenario
 * @param satisfied whether it was satisfied
 * @param observed a description of the observation
 */
public record ExpectationResult(String expected, boolean satisfied, String observed) {

    /** Returns the result as one line of text. */
    public String line() {
        return expected + " — " + observed;
    }
}
