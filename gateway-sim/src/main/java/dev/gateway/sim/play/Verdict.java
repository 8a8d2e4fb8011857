package dev.gateway.sim.play;

/**
 * What came of one expectation.
 *
 * @param expected as the scenario writes it
 * @param held whether it was so
 * @param seen what was seen
 */
public record Verdict(String expected, boolean held, String seen) {

    /** One line for people. */
    public String line() {
        return expected + " — " + seen;
    }
}
