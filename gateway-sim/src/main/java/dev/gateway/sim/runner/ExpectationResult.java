package dev.gateway.sim.runner;

/**
 * What came of one expectation.
 *
 * @param expected as the scenario writes it
 * @param satisfied whether it was so
 * @param observed what was seen
 */
public record ExpectationResult(String expected, boolean satisfied, String observed) {

    /** One line for people. */
    public String line() {
        return expected + " — " + observed;
    }
}
