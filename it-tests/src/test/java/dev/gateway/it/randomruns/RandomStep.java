package dev.gateway.it.randomruns;

import dev.gateway.sim.scenario.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * One thing that happens.
 *
 * @param deed what is done
 * @param trouble what is wrong with a platform meanwhile
 * @param millis a while, where something is left to chance
 */
record RandomStep(GatewayAction deed, PlatformFault trouble, int millis) {

    RandomStep {
        trouble = deed.isOfTwoHomes() ? PlatformFault.NONE : trouble;
    }

    /** {@code number} makes the names of its processes its own. */
    List<Step> steps(int number) {
        List<Step> steps = new ArrayList<>(trouble.begin());
        steps.addAll(deed.steps(number, millis));
        steps.addAll(trouble.end());
        return steps;
    }

    /**
     * How often an answer may be cut off between the platform's taking it and the note of that,
     * after which it is sent again: by a kill, or by a stop that does not wait for a platform in
     * trouble.
     */
    int cuts() {
        return deed.kills() + (trouble == PlatformFault.NONE ? 0 : 1);
    }

    @Override
    public String toString() {
        return deed
                + (trouble == PlatformFault.NONE ? "" : " while " + trouble)
                + (millis == 0 ? "" : " after " + millis + " ms");
    }
}
