package dev.gateway.it.crash;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gateway.core.event.EventType;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CrashCoverageTest {

    /** The events at which no crash is injected, each with its reason. */
    private static final Set<EventType> NOT_COVERED =
            EnumSet.of(
                    // Needs an adapter that hangs: those of the crash scenarios disconnect in time.
                    EventType.PLATFORM_ABANDONED,
                    // Needs an answer of a platform that breaks the bounds.
                    EventType.UPDATE_UNREADABLE,
                    // Needs a message that was sent minutes before it is delivered.
                    EventType.MESSAGES_SKIPPED,
                    // Needs a file of the home that is opened and closed in this very process.
                    EventType.LOCK_LOST,
                    // Need a shortage of threads, or another Error again and again.
                    EventType.LOOP_FAILING,
                    EventType.LOOP_RECOVERED,
                    // Needs a shutdown that hangs beyond the whole budget, and ends the process.
                    EventType.WATCHDOG_FIRED);

    /** Fails for a new event until a scenario expects it or the set above excuses it. */
    @Test
    void eachEventIsExpectedByAScenarioOrExcused() {
        Set<EventType> covered = EnumSet.copyOf(NOT_COVERED);
        covered.addAll(RareEventEnumeration.expected());
        Stream.concat(
                        Stream.of(
                                CrashScenarios.run(),
                                CrashScenarios.stop(),
                                CrashScenarios.damagedJournal()),
                        CrashScenarios.handovers().stream())
                .forEach(scenario -> covered.addAll(scenario.expected()));

        assertThat(covered).containsExactlyInAnyOrder(EventType.values());
    }
}
