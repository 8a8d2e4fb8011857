package dev.gateway.core.message;

import dev.gateway.core.journal.ClaimedMessage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The messages with which the gateway has ended several times, and of which one may be the cause.
 * Such a message is handled beside none of its kind, so that the next end counts against it alone:
 * a message that only was in flight beside a deadly one is not parked with it.
 */
final class CrashSuspects {

    /** The ends from which a message is suspected; the journal parks one at ten. */
    private static final int ENDS = 3;

    private CrashSuspects() {}

    /**
     * Returns whether it is suspected: its attempts have ended neither with an answer nor a
     * failure.
     */
    static boolean isOne(ClaimedMessage claim) {
        return ends(claim) >= ENDS;
    }

    /**
     * Returns the suspects of a batch that have to wait.
     *
     * @param oneRuns whether the handler has one already
     */
    static List<ClaimedMessage> waiting(List<ClaimedMessage> batch, boolean oneRuns) {
        List<ClaimedMessage> suspects =
                new ArrayList<>(batch.stream().filter(CrashSuspects::isOne).toList());
        if (!oneRuns) {
            // The one with the fewest ends, so that those that are not the cause get past it.
            Optional<ClaimedMessage> first =
                    suspects.stream().min(Comparator.comparingInt(CrashSuspects::ends));
            first.ifPresent(suspects::remove);
        }
        return suspects;
    }

    private static int ends(ClaimedMessage claim) {
        return claim.attempt() - 1 - claim.failures();
    }
}
