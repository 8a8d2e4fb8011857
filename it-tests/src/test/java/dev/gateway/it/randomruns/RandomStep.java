package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One action of a run.
 *
 * @param action the action
 * @param fault the fault of a platform meanwhile
 * @param millis a random duration, for actions that have one
 */
record RandomStep(GatewayAction action, PlatformFault fault, int millis) {

    RandomStep {
        fault = action.isOfTwoHomes() ? PlatformFault.NONE : fault;
    }

    /** Returns the steps; {@code number} makes the names of their processes unique. */
    List<Step> steps(int number) {
        List<Step> steps = new ArrayList<>(fault.begin());
        steps.addAll(action.steps(number, millis));
        steps.addAll(fault.end());
        return steps;
    }

    /**
     * Returns the number of times that an answer may be cut off after the platform has accepted it
     * and before that is stored, so that it is sent again: by a kill, or by a stop that does not
     * wait for a faulty platform.
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
