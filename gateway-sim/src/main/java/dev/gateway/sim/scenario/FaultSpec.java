package dev.gateway.sim.scenario;

import dev.gateway.sim.server.FaultParser;
import dev.gateway.sim.server.FaultRule;

/**
 * A fault of a platform as people write it, see {@link FaultParser}.
 *
 * @param text for instance {@code status=502@*}{@code /getUpdates#3}
 */
public record FaultSpec(String text) {

    /** Checks that there is such a fault. */
    public FaultSpec {
        FaultParser.rule(text);
    }

    /** The rule to add to a server. */
    public FaultRule rule() {
        return FaultParser.rule(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
