package dev.gateway.it.crash;

import dev.gateway.core.event.EventType;
import dev.gateway.sim.crash.CrashAction;
import dev.gateway.sim.crash.CrashPlan;
import dev.gateway.sim.crash.CrashTraceEntry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Runs a scenario with a crash at its first event, then at its second, and so on until it ends
 * unharmed.
 */
final class CrashEnumeration {

    private final CrashScenario scenario;
    private final IntFunction<CrashPlan> plans;

    /**
     * Creates an enumeration.
     *
     * @param plans the plan for each event number, from 1
     */
    public CrashEnumeration(CrashScenario scenario, IntFunction<CrashPlan> plans) {
        this.scenario = scenario;
        this.plans = plans;
    }

    /**
     * Crashes at {@code first} and each {@code stride}-th event after it.
     *
     * <p>The numbers of events differ from run to run, as several threads publish; so all numbers
     * can miss a type that occurs once. Afterwards each expected type that was missed is crashed by
     * its name.
     */
    public CrashReport on(CrashTestBed testBed, int first, int stride, Set<EventType> byType)
            throws InterruptedException {
        long began = System.nanoTime();
        List<EventType> points = new ArrayList<>();
        CrashAction action = plans.apply(first).action();
        for (int number = first; ; number += stride) {
            Optional<CrashTraceEntry> injected =
                    scenario.run(testBed, plans.apply(number)).injectedStep();
            if (injected.isEmpty()) {
                break;
            }
            points.add(injected.get().type());
        }
        Set<EventType> left = EnumSet.noneOf(EventType.class);
        left.addAll(byType);
        left.removeAll(points);
        for (EventType type : left) {
            byType(testBed, type).ifPresent(points::add);
        }
        return new CrashReport(
                scenario.name(),
                action,
                points,
                scenario.expected(),
                testBed.finish(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /**
     * Crashes at an event of this type. Some types only occur after a crash: if it is missed,
     * another crash precedes it.
     */
    private Optional<EventType> byType(CrashTestBed testBed, EventType type)
            throws InterruptedException {
        CrashPlan plan = plans.apply(1).from(type);
        Optional<CrashTraceEntry> injected = scenario.run(testBed, plan).injectedStep();
        if (injected.isEmpty()) {
            scenario.run(testBed, CrashPlan.killAt(1).from(EventType.READY));
            injected = scenario.run(testBed, plan).injectedStep();
        }
        return injected.map(CrashTraceEntry::type);
    }
}
