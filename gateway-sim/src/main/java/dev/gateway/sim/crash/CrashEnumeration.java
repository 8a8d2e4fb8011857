package dev.gateway.sim.crash;

import dev.gateway.core.event.EventType;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Plays a story with a crash at its first event, then at its second, and so on until it comes to
 * its end unharmed.
 */
public final class CrashEnumeration {

    private final CrashScenario story;
    private final IntFunction<CrashPlan> plans;

    /**
     * An enumeration that strikes as planned.
     *
     * @param plans the plan for each event number, from 1
     */
    public CrashEnumeration(CrashScenario story, IntFunction<CrashPlan> plans) {
        this.story = story;
        this.plans = plans;
    }

    /**
     * Strikes at {@code first} and each {@code stride}-th event after it.
     *
     * <p>Which number an event has changes from life to life, as several threads publish; so a type
     * that occurs once can be skipped by all numbers. Afterwards each expected type that was not
     * met is struck by its name.
     */
    public CrashReport on(CrashTestBed stage, int first, int stride, Set<EventType> byName)
            throws InterruptedException {
        long began = System.nanoTime();
        List<EventType> points = new ArrayList<>();
        CrashAction action = plans.apply(first).deed();
        for (int number = first; ; number += stride) {
            Optional<CrashTraceEntry> struck = story.run(stage, plans.apply(number)).injectedStep();
            if (struck.isEmpty()) {
                break;
            }
            points.add(struck.get().type());
        }
        Set<EventType> left = EnumSet.noneOf(EventType.class);
        left.addAll(byName);
        left.removeAll(points);
        for (EventType type : left) {
            byName(stage, type).ifPresent(points::add);
        }
        return new CrashReport(
                story.name(),
                action,
                points,
                story.expected(),
                stage.finish(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** Some steps are only taken after a crash: if it is not met, there is one before it. */
    private Optional<EventType> byName(CrashTestBed stage, EventType type)
            throws InterruptedException {
        CrashPlan plan = plans.apply(1).from(type);
        Optional<CrashTraceEntry> struck = story.run(stage, plan).injectedStep();
        if (struck.isEmpty()) {
            story.run(stage, CrashPlan.killAt(1).from(EventType.READY));
            struck = story.run(stage, plan).injectedStep();
        }
        return struck.map(CrashTraceEntry::type);
    }
}
