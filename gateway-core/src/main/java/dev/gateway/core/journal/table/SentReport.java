package dev.gateway.core.journal.table;

import dev.gateway.core.journal.ClaimedAnswer;
import java.sql.SQLException;

/** The report that a claimed answer was sent. Not thread-safe. */
public final class SentReport {

    private final ClaimedAnswer answer;
    private final long at;
    private final FollowUp followUp;
    private boolean held;

    SentReport(ClaimedAnswer answer, long at, FollowUp followUp) {
        this.answer = answer;
        this.at = at;
        this.followUp = followUp;
    }

    ClaimedAnswer answer() {
        return answer;
    }

    long at() {
        return at;
    }

    /** Notes that the claim was not void, and runs what follows. */
    void hold() throws SQLException {
        held = true;
        followUp.run();
    }

    /** Returns whether the answer was removed; false if the claim was void. Known at the commit. */
    public boolean isHeld() {
        return held;
    }

    /** A step that belongs to a removal, in the same transaction. */
    @FunctionalInterface
    public interface FollowUp {
        void run() throws SQLException;
    }
}
