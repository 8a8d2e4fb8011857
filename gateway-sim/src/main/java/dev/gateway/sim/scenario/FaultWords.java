package dev.gateway.sim.scenario;

import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.FaultText;

/**
 * A fault of a platform as people write it, see {@link FaultText}.
 *
 * @param text for instance {@code status=502@*}{@code /getUpdates#3}
 */
public record FaultWords(String text) {

    /** Checks that there is such a fault. */
    public FaultWords {
        FaultText.rule(text);
    }

    /** The rule to add to a server. */
    public FaultRule rule() {
        return FaultText.rule(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
