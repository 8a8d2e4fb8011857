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
                    // Need a database that several hosts share.
                    EventType.CLUSTER_JOINED,
                    EventType.ACCOUNT_TAKEN,
                    EventType.ACCOUNT_RELEASED,
                    EventType.HOST_ENDED,
                    EventType.LEASE_LOST,
                    EventType.DATABASE_UNREACHABLE,
                    EventType.DATABASE_REACHABLE,
                    EventType.BEAT_FAILED,
                    EventType.WRITE_REFUSED,
                    EventType.MESSAGE_STORED_LATE,
                    // Not published yet.
                    EventType.SESSION_OPENED,
                    EventType.HANDOVER_STARTED,
                    EventType.HANDOVER_FAILED,
                    EventType.OUTGOING,
                    EventType.SESSION_RECOVERED,
                    EventType.OUTGOING_ENDED,
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
                        Stream.concat(
                                CrashScenarios.handovers().stream(),
                                Stream.of(OutgoingCrashScenario.Victim.values())
                                        .map(OutgoingCrashScenario::new)))
                .forEach(scenario -> covered.addAll(scenario.expected()));

        assertThat(covered).containsExactlyInAnyOrder(EventType.values());
    }
}
