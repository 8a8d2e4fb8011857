package dev.gateway.sim.scenario;

import dev.gateway.sim.server.FaultParser;
import dev.gateway.sim.server.FaultRule;

/**
 * A fault of a platform in the notation of {@link FaultParser}.
 *
 * @param text for instance {@code status=502@*}{@code /getUpdates#3}
 */
public record FaultSpec(String text) {

    /** Checks that the text is a fault. */
    public FaultSpec {
        FaultParser.rule(text);
    }

    /** Returns the rule to add to a server. */
    public FaultRule rule() {
        return FaultParser.rule(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
