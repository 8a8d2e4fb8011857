package dev.gateway.sim.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gateway.core.event.EventType;
import dev.gateway.core.event.LifecycleListener;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrashPlanTest {

    /** Met by no crash here, with the reason. */
    private static final Set<EventType> ELSEWHERE =
            EnumSet.of(
                    // Needs an adapter that hangs: those that are struck here let go in time.
                    EventType.PLATFORM_ABANDONED,
                    // Needs an answer of a platform that breaks the bounds.
                    EventType.UPDATE_UNREADABLE,
                    // Needs a file of the home that is opened and closed in this very process.
                    EventType.LOCK_LOST,
                    // Need a shortage of threads, or another Error again and again.
                    EventType.LOOP_FAILING,
                    EventType.LOOP_RECOVERED,
                    // Needs something that hangs beyond the whole budget, and ends the process.
                    EventType.WATCHDOG_FIRED);

    @Test
    void isReadAsItWasWritten() {
        for (CrashPlan plan :
                List.of(
                        CrashPlan.watch(),
                        CrashPlan.killAt(7),
                        CrashPlan.killAt(1).from(EventType.STOP_REQUESTED),
                        CrashPlan.freezeAt(3, Duration.ofMillis(400)))) {
            assertThat(CrashPlan.parse(plan.text())).isEqualTo(plan);
        }
        assertThatThrownBy(() -> CrashPlan.parse("kill it"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /** Whoever adds an event decides here which story meets it. */
    @Test
    void eachEventIsExpectedByAStoryOrExcused() {
        Set<EventType> met = EnumSet.copyOf(ELSEWHERE);
        met.addAll(RareEventEnumeration.expected());
        Stream.concat(
                        Stream.of(
                                CrashScenarios.run(),
                                CrashScenarios.stop(),
                                CrashScenarios.damagedJournal()),
                        CrashScenarios.handovers().stream())
                .forEach(story -> met.addAll(story.expected()));

        assertThat(met).containsExactlyInAnyOrder(EventType.values());
    }

    @Test
    void theListenerIsFoundAndDoesNothingByItself() {
        List<LifecycleListener> found =
                ServiceLoader.load(LifecycleListener.class).stream()
                        .map(ServiceLoader.Provider::get)
                        .toList();

        assertThat(found).hasSize(1).hasOnlyElementsOfType(CrashListener.class);
        found.get(0).on(null);
    }
}
