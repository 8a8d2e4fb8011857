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

    private final CrashStory story;
    private final IntFunction<CrashPlan> plans;

    /**
     * An enumeration that strikes as planned.
     *
     * @param plans the plan for each event number, from 1
     */
    public CrashEnumeration(CrashStory story, IntFunction<CrashPlan> plans) {
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
    public CrashReport on(CrashStage stage, int first, int stride, Set<EventType> byName)
            throws InterruptedException {
        long began = System.nanoTime();
        List<EventType> points = new ArrayList<>();
        Deed deed = plans.apply(first).deed();
        for (int number = first; ; number += stride) {
            Optional<CrashStep> struck = story.play(stage, plans.apply(number)).struck();
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
                deed,
                points,
                story.expected(),
                stage.finish(),
                Duration.ofNanos(System.nanoTime() - began));
    }

    /** Some steps are only taken after a crash: if it is not met, there is one before it. */
    private Optional<EventType> byName(CrashStage stage, EventType type)
            throws InterruptedException {
        CrashPlan plan = plans.apply(1).from(type);
        Optional<CrashStep> struck = story.play(stage, plan).struck();
        if (struck.isEmpty()) {
            story.play(stage, CrashPlan.killAt(1).from(EventType.READY));
            struck = story.play(stage, plan).struck();
        }
        return struck.map(CrashStep::type);
    }
}
