package dev.gateway.it.crash;

import java.util.List;
import java.util.stream.Stream;

/** The scenarios that are enumerated. Each is for one test bed. */
final class CrashScenarios {

    private CrashScenarios() {}

    /** Returns {@code run} under chat, up to its stop. */
    static CrashScenario run() {
        return new RunCrashScenario();
    }

    /** Returns {@code stop}. */
    static CrashScenario stop() {
        return new StopCrashScenario();
    }

    /** Returns {@code run} with an unreadable journal; for a test bed with Telegram alone. */
    static CrashScenario damagedJournal() {
        return new DamagedJournalCrashScenario();
    }

    /**
     * Returns {@code restart}, {@code run --replace} and standby; first with crashes of the
     * predecessor, then of the successor.
     */
    static List<CrashScenario> handovers() {
        return Stream.concat(ofPredecessor().stream(), ofSuccessor().stream()).toList();
    }

    /** Returns the same with crashes of the predecessor only. */
    static List<CrashScenario> ofPredecessor() {
        return handovers(true);
    }

    /** Returns the same with crashes of the successor only. */
    static List<CrashScenario> ofSuccessor() {
        return handovers(false);
    }

    private static List<CrashScenario> handovers(boolean ofPredecessor) {
        return Stream.of(HandoverMode.values())
                .<CrashScenario>map(mode -> new HandoverCrashScenario(mode, ofPredecessor))
                .toList();
    }
}
