package dev.gateway.sim.crash;

import java.util.List;
import java.util.stream.Stream;

/** The parts of a gateway's life that are enumerated. Each is for one stage. */
public final class CrashStories {

    private CrashStories() {}

    /** {@code run} under chat, up to its stop. */
    public static CrashStory run() {
        return new RunStory();
    }

    /** {@code stop}. */
    public static CrashStory stop() {
        return new StopStory();
    }

    /** {@code run} with a journal that nobody can read; for a stage with Telegram alone. */
    public static CrashStory damagedJournal() {
        return new DamagedStory();
    }

    /** {@code restart}, {@code run --replace} and standing by; first the old one, then the new. */
    public static List<CrashStory> takeovers() {
        return Stream.concat(ofTheOldOne().stream(), ofTheNewOne().stream()).toList();
    }

    /** The same, and the one that ends is struck. */
    public static List<CrashStory> ofTheOldOne() {
        return takeovers(true);
    }

    /** The same, and the one that follows is struck. */
    public static List<CrashStory> ofTheNewOne() {
        return takeovers(false);
    }

    private static List<CrashStory> takeovers(boolean oldOne) {
        return Stream.of(Takeover.values())
                .<CrashStory>map(how -> new TakeoverStory(how, oldOne))
                .toList();
    }
}
