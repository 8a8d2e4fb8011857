package dev.gateway.sim.runner;

/**
 * What came of one expectation.
 *
 * @param expected as the scenario writes it
 * @param held whether it was so
 * @param seen what was seen
 */
public record ExpectationResult(String expected, boolean held, String seen) {

    /** One line for people. */
    public String line() {
        return expected + " — " + seen;
    }
}
