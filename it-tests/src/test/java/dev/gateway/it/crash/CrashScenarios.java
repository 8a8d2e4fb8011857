package dev.gateway.it.crash;

import java.util.List;
import java.util.stream.Stream;

/** The parts of a gateway's life that are enumerated. Each is for one stage. */
final class CrashScenarios {

    private CrashScenarios() {}

    /** {@code run} under chat, up to its stop. */
    static CrashScenario run() {
        return new RunCrashScenario();
    }

    /** {@code stop}. */
    static CrashScenario stop() {
        return new StopCrashScenario();
    }

    /** {@code run} with a journal that nobody can read; for a stage with Telegram alone. */
    static CrashScenario damagedJournal() {
        return new DamagedJournalCrashScenario();
    }

    /** {@code restart}, {@code run --replace} and standing by; first the old one, then the new. */
    static List<CrashScenario> handovers() {
        return Stream.concat(ofPredecessor().stream(), ofSuccessor().stream()).toList();
    }

    /** The same, and the one that ends is struck. */
    static List<CrashScenario> ofPredecessor() {
        return handovers(true);
    }

    /** The same, and the one that follows is struck. */
    static List<CrashScenario> ofSuccessor() {
        return handovers(false);
    }

    private static List<CrashScenario> handovers(boolean oldOne) {
        return Stream.of(HandoverMode.values())
                .<CrashScenario>map(how -> new HandoverCrashScenario(how, oldOne))
                .toList();
    }
}
