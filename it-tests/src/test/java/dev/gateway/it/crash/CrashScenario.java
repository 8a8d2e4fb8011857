package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashInjection;
import dev.gateway.sim.crash.CrashPlan;
import java.util.Set;

/** A part of a gateway's life cycle that can be repeated on one test bed. */
interface CrashScenario {

    /** Returns a name of two or three words. */
    String name();

    /** Returns the types of events at which a crash has to be injected. */
    Set<EventType> expected();

    /**
     * Runs the scenario once with this plan, and goes on until the test bed is ready for another
     * run.
     *
     * @return the injection, with the events of the process
     */
    CrashInjection run(CrashTestBed testBed, CrashPlan plan) throws InterruptedException;
}
