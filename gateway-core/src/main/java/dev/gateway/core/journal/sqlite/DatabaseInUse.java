package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.time.Deadline;
import dev.gateway.core.time.Durations;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database that the journal's thread uses, and what becomes of its file: opened again after a
 * failure, replaced when damaged, rewritten when another program has removed it. All of that is for
 * the holder of the home alone. A process that has passed its home on follows: it trusts a commit
 * only if its file is still in place, and otherwise opens the one that the holder has put there.
 * Used by the journal's thread alone, except {@link #follow} and {@link #lead}.
 */
final class DatabaseInUse {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseInUse.class);
    private static final Duration MIN_REOPEN_PAUSE = Duration.ofMillis(100);
    private static final Duration MAX_REOPEN_PAUSE = Duration.ofSeconds(5);

    private final DatabaseOpener opener;
    private final List<JournalDatabase> abandoned = new ArrayList<>();
    private final Opened opened;
    private JournalDatabase store;
    private boolean filesDamaged;
    private boolean rewriteFailed;
    private IOException unavailable;
    private Deadline reopenAt;
    private Duration reopenPause;
    private volatile boolean following;
    private volatile boolean resumed;

    /**
     * Takes an open database into use.
     *
     * @param opened called with each database that takes its place
     */
    DatabaseInUse(DatabaseOpener opener, JournalDatabase store, Opened opened) {
        this.opener = opener;
        this.store = store;
        this.opened = opened;
    }

    /** Leaves the file to another process from now on. */
    void follow() {
        following = true;
    }

    /** Takes the file into care again, in whatever shape the one who cared for it has left it. */
    void lead() {
        resumed = true;
        following = false;
    }

    boolean isFollowing() {
        return following;
    }

    boolean isOpen() {
        return store != null;
    }

    /** Returns the open database; null if none is open. */
    JournalDatabase get() {
        return store;
    }

    /** Returns the reason for which no database is open. */
    IOException unavailable() {
        return unavailable;
    }

    Duration untilReopen() {
        return reopenAt.remaining();
    }

    /** Opens the journal again, with a pause that grows with each failure. */
    void reopenIfDue() {
        if (!reopenAt.isExpired()) {
            return;
        }
        try {
            store = following ? opener.follow() : opener.open();
            unavailable = null;
            LOG.warn("{} is open again.", opener.path());
            opened.use(store);
        } catch (IOException e) {
            recordUnavailable(e);
        }
    }

    /** Records that no database is open: calls fail until one is open again. */
    private void recordUnavailable(IOException reason) {
        store = null;
        reopenPause =
                unavailable == null
                        ? MIN_REOPEN_PAUSE
                        : Durations.min(reopenPause.multipliedBy(2), MAX_REOPEN_PAUSE);
        reopenAt = Deadline.after(reopenPause);
        if (unavailable == null
                || !String.valueOf(unavailable.getMessage()).equals(reason.getMessage())) {
            LOG.error("{}", reason.getMessage());
        }
        unavailable = reason;
    }

    /**
     * Returns whether what was committed, or has failed, concerned the journal itself. Otherwise
     * the holder of the home has put another file into its place, which is open now, or will be;
     * the work must be done again there.
     */
    boolean isStillInPlace() {
        if (!following) {
            return true;
        }
        opener.awaitRewrite();
        if (opener.isInPlace()) {
            return true;
        }
        LOG.warn("{} was replaced by the holder of the home; following it.", opener.path());
        JournalDatabase former = store;
        try {
            store = opener.follow();
            opened.use(store);
        } catch (IOException e) {
            recordUnavailable(e);
        }
        try {
            former.close();
        } catch (SQLException e) {
            LOG.debug("The former file was not closed cleanly", e);
        }
        return false;
    }

    /** Returns whether the files were damaged at the last check. */
    boolean areFilesDamaged() {
        return filesDamaged;
    }

    /**
     * Rewrites a journal whose files were removed or damaged: commits into a file without a name
     * would be lost with the process.
     */
    void rewriteIfDamaged() {
        if (resumed) {
            resumed = false;
            opener.acceptShrinking(0);
        }
        Optional<String> problem = opener.problem();
        if (problem.isEmpty()) {
            filesDamaged = false;
            rewriteFailed = false;
            return;
        }
        if (!filesDamaged) {
            filesDamaged = true;
            LOG.error("{} {}", opener.path(), problem.get());
        }
        RewriteResult result = opener.rewrite(store);
        if (result instanceof RewriteResult.Written written) {
            store = written.store();
            filesDamaged = false;
            rewriteFailed = false;
            opened.use(store);
        } else if (result instanceof RewriteResult.Kept same) {
            keepOpen(same.reason());
        } else if (result instanceof RewriteResult.Gone now) {
            recordUnavailable(now.reason());
        }
    }

    /** Keeps the open connection; it is given up only if it can no longer read everything. */
    private void keepOpen(Exception reason) {
        if (reason instanceof SQLException e && SqliteErrorKind.meansUnreadableData(e)) {
            replace(e);
        } else if (!rewriteFailed) {
            rewriteFailed = true;
            LOG.error("{} cannot be written again yet: {}", opener.path(), reason.getMessage());
        }
    }

    /**
     * Starts a new journal with the readable content of this one, whose connection is given up;
     * returns false if there is none, or it is not for this process to do.
     */
    boolean replace(SQLException error) {
        if (following) {
            return false;
        }
        JournalDatabase damaged = store;
        // Closing it would write the damaged log into the database.
        abandoned.add(damaged);
        store = null;
        try {
            store =
                    opener.replace(
                            Optional.of(damaged.connection()),
                            error.getMessage().replaceAll("\\s+", " "));
            opened.use(store);
            return true;
        } catch (IOException e) {
            recordUnavailable(e);
            return false;
        }
    }

    /** Closes it, and leaves the sessions of the journal. */
    void close() {
        if (store == null) {
            return;
        }
        try {
            store.sessions().leave();
        } catch (SQLException e) {
            LOG.debug("The session stays in {}", opener.path(), e); // The next start removes it.
        }
        try {
            store.close();
        } catch (SQLException e) {
            LOG.warn("{} was not closed cleanly: {}", opener.path(), e.getMessage());
        }
    }

    /** A step with each database that takes the place of another. */
    @FunctionalInterface
    interface Opened {
        void use(JournalDatabase store);
    }
}
