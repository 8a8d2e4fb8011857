package dev.gateway.core.journal.sqlite;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.SessionLiveness;
import dev.gateway.core.journal.engine.ParkedRowReporter;
import dev.gateway.core.journal.table.SessionTable;
import dev.gateway.core.time.Deadline;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The care for the other sessions in the journal: while there are some, it looks every few
 * milliseconds for what they have changed, so that an answer of theirs is sent at once, and several
 * times a second whether one has ended, to take its work back. While there is none, it does
 * nothing. Used by the journal's thread alone.
 */
final class OtherSessions {

    private static final Logger LOG = LoggerFactory.getLogger(OtherSessions.class);
    private static final Duration LOOK_INTERVAL = Duration.ofMillis(20);
    private static final Duration JUDGE_INTERVAL = Duration.ofMillis(150);

    private final SessionLiveness liveness;
    private final Clock clock;
    private final EventStream events;
    private final ParkedRowReporter parkedRows;
    private List<SessionTable.Holder> others = List.of();
    private Deadline nextLook = Deadline.after(Duration.ZERO);
    private Deadline nextJudgement = Deadline.after(Duration.ZERO);
    private boolean unread;

    OtherSessions(SessionLiveness liveness, Clock clock, EventStream events) {
        this.liveness = liveness;
        this.clock = clock;
        this.events = events;
        this.parkedRows = new ParkedRowReporter(events, UnaryOperator.identity());
    }

    /** Returns the time until the next look; an endless one while there is no other session. */
    long nanosUntilNext() {
        return others.isEmpty() && !unread ? Long.MAX_VALUE : nextLook.remaining().toNanos();
    }

    /** Takes note that another process has written: it may be a new session. */
    void markUnread() {
        unread = true;
    }

    boolean isDue() {
        return nanosUntilNext() == 0;
    }

    /** Enters a database that was opened while this process runs. */
    void enter(JournalDatabase store) throws SQLException {
        store.sessions().enroll(liveness.process(), clock.millis());
        read(store);
    }

    /** Reads the sessions again, as the database may have changed. */
    void read(JournalDatabase store) throws SQLException {
        others = store.sessions().others();
        unread = false;
    }

    /** Looks after the others; notes what they have written for the counts. */
    void look(JournalDatabase store) throws SQLException {
        nextLook = Deadline.after(LOOK_INTERVAL);
        store.noteOtherWrites();
        if (unread || store.counts().isMoved()) {
            read(store);
        }
        if (nextJudgement.isExpired()) {
            nextJudgement = Deadline.after(JUDGE_INTERVAL);
            recover(store);
        }
    }

    private void recover(JournalDatabase store) throws SQLException {
        if (others.stream().noneMatch(each -> CrashRecovery.hasEnded(each, liveness))) {
            return;
        }
        CrashRecovery.Recovered recovered =
                CrashRecovery.whileRunning(store, liveness, clock.millis());
        store.counts().markMoved();
        report(recovered);
        read(store);
    }

    /** Tells of each session whose work was taken back, and of each message that was parked. */
    void report(CrashRecovery.Recovered recovered) {
        for (CrashRecovery.TakenBack left : recovered.sessions()) {
            if (left.isAny() && left.session().isPresent()) {
                LOG.info(
                        "Session {} has ended: {} of its messages and {} of its answers are queued"
                                + " again.",
                        left.session().get(),
                        left.requeued(),
                        left.resending());
                events.publish(
                        EventType.sessionRecovered(
                                left.session().get().text(), left.requeued(), left.resending()));
            }
        }
        parkedRows.report(recovered.parked());
    }
}
