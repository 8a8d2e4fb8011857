package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import java.util.Set;

/** A part of a gateway's life that can be played again and again on one stage. */
interface CrashScenario {

    /** In two or three words. */
    String name();

    /** Each of these has to be met by a crash. */
    Set<EventType> expected();

    /**
     * Plays it once, with that plan for its victim, and goes on until the stage is fit for another
     * round.
     *
     * @return what the victim came to
     */
    CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException;
}
