package dev.gateway.core.journal.sqlite;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalPath;
import dev.gateway.core.journal.JournalSettings;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.file.DatabaseFileMonitor;
import dev.gateway.core.journal.file.DatabaseFiles;
import dev.gateway.core.journal.file.SqliteErrorKind;
import dev.gateway.core.journal.table.Schema;
import dev.gateway.core.session.SessionId;
import dev.gateway.core.sqlite.SqliteConnection;
import dev.gateway.core.time.Deadline;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opener of the journal's file, which replaces a damaged one. */
final class DatabaseOpener {

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseOpener.class);

    /**
     * The size up to which a complete check is fast enough to go unnoticed (about 3 ms per MiB).
     */
    private static final long CHECKED_BYTES = 4 << 20;

    /** The number of attempts to rewrite a journal that is replaced at the same moment. */
    private static final int ATTEMPTS = 3;

    private static final long POLL_MILLIS = 20;

    private final DatabaseFiles file;
    private final JournalSettings settings;
    private final Clock clock;
    private final EventStream events;
    private final SessionId self;
    private final BooleanSupplier hadOne;

    /** The monitor of the files opened last. */
    private DatabaseFileMonitor guard;

    DatabaseOpener(
            DatabaseFiles file,
            JournalSettings settings,
            Clock clock,
            EventStream events,
            SessionId self,
            BooleanSupplier hadOne) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
        this.self = self;
        this.hadOne = hadOne;
    }

    Path path() {
        return file.path();
    }

    /** Opens the file; a damaged one is moved aside, and its readable content is copied. */
    JournalDatabase open() throws IOException {
        Optional<String> unsuitable = JournalPath.problem(path());
        if (unsuitable.isPresent()) {
            throw new JournalException(JournalException.Kind.UNSUITABLE, unsuitable.get(), null);
        }
        boolean rewritten = file.recoverCopy(clock);
        return openInPlace(!rewritten);
    }

    /**
     * Opens the file in place.
     *
     * @param salvage whether files moved aside may hold content that the journal lacks
     */
    private JournalDatabase openInPlace(boolean salvage) throws IOException {
        file.requirePlain();
        Optional<String> remains = file.truncation().or(this::logLoss);
        if (remains.isPresent()) {
            return replace(Optional.empty(), remains.get());
        }
        file.prepare();
        boolean empty = file.size() == 0;
        JournalDatabase store;
        try {
            store = tryOpen();
        } catch (Schema.ForeignDatabaseException e) {
            return replace(Optional.empty(), oneLine(e));
        } catch (SQLException e) {
            if (SqliteErrorKind.ofOpening(e) == SqliteErrorKind.DAMAGED) {
                return replace(Optional.empty(), oneLine(e));
            }
            file.requireAccess();
            throw SqliteErrorKind.describe(path(), e);
        }
        try {
            takeOver(store, salvage);
            if (empty && store.replacedFiles().last().isEmpty() && hadOne.getAsBoolean()) {
                reportLost(store);
            }
            return store;
        } catch (SQLException e) {
            throw closing(store, e);
        } catch (IOException e) {
            throw closing(store, e);
        }
    }

    /** Reports a journal that existed before and of which nothing is left. */
    private void reportLost(JournalDatabase store) throws SQLException {
        String reason = "it was deleted or emptied while no gateway ran";
        store.replacedFiles().setLast(new QuarantinedDatabase("", clock.instant(), reason));
        LOG.error(
                "{} is gone ({}): what was pending, the cursors and the history are lost. A new one"
                        + " was begun.",
                path(),
                reason);
        events.publish(EventType.journalReplaced(path(), Optional.empty(), reason, 0, 0));
    }

    private Optional<String> logLoss() {
        try {
            return file.logLoss();
        } catch (IOException e) {
            LOG.debug("Nothing is known about the log of {}", path(), e);
            return Optional.empty();
        }
    }

    /**
     * Moves the file aside and creates a new one.
     *
     * @param live the connection that is still open on it. It is never closed: closing would write
     *     the damaged log into the damaged database, and delete it
     */
    JournalDatabase replace(Optional<SqliteConnection> live, String reason) throws IOException {
        file.beginReplacing();
        try {
            return replaceNow(live, reason);
        } finally {
            file.endReplacing();
        }
    }

    private JournalDatabase replaceNow(Optional<SqliteConnection> live, String reason)
            throws IOException {
        Path movedTo = file.moveAside(clock);
        file.prepare();
        JournalDatabase store;
        try {
            store = tryOpen();
        } catch (Schema.ForeignDatabaseException | SQLException e) {
            throw new IOException(
                    path() + " cannot be created again (" + e.getMessage() + "); check the disk.",
                    e);
        }
        try {
            salvage(store, movedTo, live, reason);
            store.close();
            // Once more, as the new file may have got the identity of the old one.
            return tryOpen();
        } catch (SQLException e) {
            throw closing(store, e);
        } catch (IOException e) {
            throw closing(store, e);
        } catch (Schema.ForeignDatabaseException e) {
            throw new IllegalStateException(e);
        }
    }

    private void salvage(
            JournalDatabase store, Path movedTo, Optional<SqliteConnection> live, String reason)
            throws SQLException, IOException {
        Salvage.Rescued rescued =
                Salvage.copy(
                        file,
                        movedTo,
                        live,
                        store,
                        settings.busyTimeout(),
                        clock.millis(),
                        ignored -> {
                            store.replacedFiles().setSalvaged(movedTo);
                            store.replacedFiles()
                                    .setLast(
                                            new QuarantinedDatabase(
                                                    movedTo.toString(), clock.instant(), reason));
                        });
        LOG.error(
                "{} was damaged ({}). Moved it to {}; {} messages and {} answers were rescued.",
                path(),
                reason,
                movedTo,
                rescued.messages(),
                rescued.answers());
        events.publish(
                EventType.journalReplaced(
                        path(),
                        Optional.of(movedTo),
                        reason,
                        rescued.messages(),
                        rescued.answers()));
    }

    /**
     * Opens the file that the holder of the home has put in place, waiting for it for a moment.
     * Nothing is created or repaired.
     */
    JournalDatabase follow() throws IOException {
        Deadline deadline = Deadline.after(settings.busyTimeout());
        while (true) {
            try {
                return followNow();
            } catch (IOException e) {
                if (e instanceof NewerJournalException || deadline.isExpired()) {
                    throw e;
                }
            }
            pause();
        }
    }

    private JournalDatabase followNow() throws IOException {
        awaitRewrite();
        // Taken before the open: a file that replaces it afterwards has another key.
        Object key = DatabaseFileMonitor.key(path());
        if (key == null) {
            throw new IOException(
                    path() + " is not in its place; the gateway that holds the home writes it.");
        }
        try {
            JournalDatabase store =
                    JournalDatabase.follow(
                                    path(), settings.busyTimeout(), settings.maxBytes(), self)
                            .orElseThrow(() -> new IOException(path() + " has no tables yet."));
            store.dataVersion(); // The log and its index exist after the first read.
            guard = DatabaseFileMonitor.of(path(), key);
            return store;
        } catch (Schema.OtherVersionException e) {
            throw new NewerJournalException(path(), e.found(), Schema.version());
        } catch (SQLException e) {
            throw SqliteErrorKind.describe(path(), e);
        }
    }

    /** Waits until another process has written the file again, if it does so at this moment. */
    void awaitRewrite() {
        Deadline deadline = Deadline.after(settings.busyTimeout());
        while (file.isBeingRewritten() && !deadline.isExpired()) {
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            // No caller interrupts this thread on purpose; it ends on request.
            LOG.debug("Interrupted", e);
        }
    }

    /** Returns whether the open files are still those in place. */
    boolean isInPlace() {
        return guard.isInPlace();
    }

    /** Returns the damage to the open files, in words that follow their name. */
    Optional<String> problem() {
        return guard.problem();
    }

    /** Accepts a file of that size, to which the gateway has shrunk the content. */
    void acceptShrinking(long bytes) {
        guard.acceptShrinking(bytes);
    }

    /**
     * Rewrites a journal whose files another program has removed, replaced or damaged: the open
     * connection still has everything.
     */
    RewriteResult rewrite(JournalDatabase store) {
        boolean original;
        try {
            Path copy = file.emptyCopy();
            store.copyTo(copy);
            original = guard.isSameDatabase();
            file.publishCopy(copy);
        } catch (SQLException | IOException e) {
            return new RewriteResult.Kept(e);
        }
        // From here on the copy is the journal. This precedes the opening of another one, which
        // would take the other one's write-ahead log with it.
        try {
            store.close();
        } catch (SQLException e) {
            LOG.warn("{} was not closed cleanly: {}", path(), e.getMessage());
        }
        try {
            return new RewriteResult.Written(openCopy(original));
        } catch (IOException e) {
            return new RewriteResult.Gone(e);
        }
    }

    private JournalDatabase openCopy(boolean original) throws IOException {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            file.putCopyInPlace(clock, original && attempt == 0);
            JournalDatabase again = openInPlace(false);
            if (file.isCopyInPlace()) {
                file.removeCopyName();
                LOG.warn("{} was written again.", path());
                return again;
            }
            try {
                again.close();
            } catch (SQLException e) {
                LOG.warn("{} was not closed cleanly: {}", path(), e.getMessage());
            }
        }
        throw new IOException(
                path()
                        + " is replaced again and again while the gateway writes it; what was in it"
                        + " lies beside it as "
                        + path().getFileName()
                        + ".copy.");
    }

    private static String oneLine(Exception error) {
        return error.getMessage().replaceAll("\\s+", " ");
    }

    private JournalDatabase tryOpen()
            throws IOException, SQLException, Schema.ForeignDatabaseException {
        // Taken before the open: a file that replaces it afterwards has another key.
        Object key = DatabaseFileMonitor.key(path());
        JournalDatabase store;
        try {
            store = JournalDatabase.open(path(), settings.busyTimeout(), settings.maxBytes(), self);
        } catch (Schema.OtherVersionException e) {
            throw new NewerJournalException(path(), e.found(), Schema.version());
        }
        try {
            if (file.size() <= CHECKED_BYTES) {
                store.check();
            }
            // The log and its index exist after the first read.
            store.dataVersion();
            guard = DatabaseFileMonitor.of(path(), key);
            guard.acceptShrinking(store.bytes()); // The process before may have shrunk it.
            return store;
        } catch (SQLException | IOException e) {
            try {
                store.close();
            } catch (SQLException suppressed) {
                e.addSuppressed(suppressed);
            }
            throw e;
        }
    }

    /**
     * Takes over files that a process moved aside just before it ended. For journals of earlier
     * versions, which recorded only the last such file, all others count as taken over.
     */
    private void takeOver(JournalDatabase store, boolean salvage) throws IOException, SQLException {
        List<Path> aside = file.movedAside();
        boolean noted = store.replacedFiles().recordsSalvages();
        for (Path one : aside) {
            if (store.replacedFiles().knows(one)) {
                continue;
            }
            boolean latest = one.equals(aside.get(aside.size() - 1));
            if (salvage && (latest || noted)) {
                salvage(store, one, Optional.empty(), "found beside the journal");
            } else {
                store.replacedFiles().setSalvaged(one);
                if (latest) {
                    store.replacedFiles()
                            .setLast(
                                    new QuarantinedDatabase(
                                            one.toString(),
                                            clock.instant(),
                                            "it lay in its place"));
                }
            }
        }
    }

    private IOException closing(JournalDatabase store, SQLException error) {
        return closing(store, SqliteErrorKind.describe(path(), error));
    }

    private static IOException closing(JournalDatabase store, IOException described) {
        try {
            store.close();
        } catch (SQLException suppressed) {
            described.addSuppressed(suppressed);
        }
        return described;
    }
}
