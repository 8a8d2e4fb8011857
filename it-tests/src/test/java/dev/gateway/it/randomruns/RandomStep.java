package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that happens.
 *
 * @param action what is done
 * @param fault what is wrong with a platform meanwhile
 * @param millis a while, where something is left to chance
 */
record RandomStep(GatewayAction action, PlatformFault fault, int millis) {

    RandomStep {
        fault = action.isOfTwoHomes() ? PlatformFault.NONE : fault;
    }

    /** {@code number} makes the names of its processes its own. */
    List<Step> steps(int number) {
        List<Step> steps = new ArrayList<>(fault.begin());
        steps.addAll(action.steps(number, millis));
        steps.addAll(fault.end());
        return steps;
    }

    /**
     * How often an answer may be cut off between the platform's taking it and the note of that,
     * after which it is sent again: by a kill, or by a stop that does not wait for a platform in
     * trouble.
     */
    int cuts() {
        return action.kills() + (fault == PlatformFault.NONE ? 0 : 1);
    }

    @Override
    public String toString() {
        return action
                + (fault == PlatformFault.NONE ? "" : " while " + fault)
                + (millis == 0 ? "" : " after " + millis + " ms");
    }
}
