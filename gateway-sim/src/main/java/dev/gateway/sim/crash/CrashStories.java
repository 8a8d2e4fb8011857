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

    /** {@code restart}, {@code run --replace} and standing by; first the old one, then the new. */
    public static List<CrashStory> takeovers() {
        return Stream.of(Takeover.values())
                .<CrashStory>flatMap(
                        how ->
                                Stream.of(
                                        new TakeoverStory(how, true),
                                        new TakeoverStory(how, false)))
                .toList();
    }
}
