package dev.gateway.core.journal;

import dev.gateway.core.event.EventStream;
import dev.gateway.core.event.EventType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the journal's file, or puts a new one in the place of a damaged one. */
final class StoreOpener {

    private static final Logger LOG = LoggerFactory.getLogger(StoreOpener.class);

    /** What can be checked completely without anybody noticing (about 3 ms per MiB). */
    private static final long CHECKED_BYTES = 4 << 20;

    /** How often a journal is written again that is replaced in the same moment. */
    private static final int ATTEMPTS = 3;

    private final JournalFile file;
    private final JournalSettings settings;
    private final Clock clock;
    private final EventStream events;

    /** Which file was in place when the latest store was opened on it. */
    private Optional<Object> opened = Optional.empty();

    StoreOpener(JournalFile file, JournalSettings settings, Clock clock, EventStream events) {
        this.file = file;
        this.settings = settings;
        this.clock = clock;
        this.events = events;
    }

    Path path() {
        return file.path();
    }

    /** Opens the file; a damaged one is moved aside, and what can be read of it is copied. */
    Store open() throws IOException {
        file.recoverCopy();
        return openInPlace();
    }

    private Store openInPlace() throws IOException {
        Optional<String> remains = file.remains();
        if (remains.isPresent()) {
            return replace(remains.get());
        }
        file.prepare();
        Store store;
        try {
            store = tryOpen();
        } catch (Schema.ForeignDatabase e) {
            return replace(oneLine(e));
        } catch (SQLException e) {
            if (SqliteFailure.of(e) == SqliteFailure.DAMAGED) {
                return replace(oneLine(e));
            }
            throw SqliteFailure.describe(path(), e);
        }
        try {
            rememberReplaced(store);
            return store;
        } catch (SQLException e) {
            throw closing(store, e);
        }
    }

    /** Moves the file aside and starts a new one. Whoever has it open must have closed it. */
    Store replace(String reason) throws IOException {
        Path movedTo = file.moveAside(clock);
        file.prepare();
        Store store;
        try {
            store = tryOpen();
        } catch (Schema.ForeignDatabase | SQLException e) {
            throw new IOException(
                    path() + " cannot be made anew (" + e.getMessage() + "); check the disk.", e);
        }
        try {
            Salvage.Rescued rescued =
                    Salvage.copy(movedTo, store, settings.busyTimeout(), clock.millis());
            store.setReplaced(new Replacement(movedTo.toString(), clock.instant(), reason));
            LOG.error(
                    "{} was damaged ({}). Moved it to {}; {} messages and {} answers were rescued.",
                    path(),
                    reason,
                    movedTo,
                    rescued.messages(),
                    rescued.answers());
            events.publish(
                    EventType.JOURNAL_REPLACED,
                    "file",
                    path().toString(),
                    "moved_to",
                    movedTo.toString(),
                    "reason",
                    reason,
                    "rescued_messages",
                    rescued.messages(),
                    "rescued_answers",
                    rescued.answers());
            store.close();
            // Once more, as it may have got the identity of the old one.
            return tryOpen();
        } catch (SQLException e) {
            throw closing(store, e);
        } catch (Schema.ForeignDatabase e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether what lies there now is the very file that was opened. */
    boolean isInPlace() {
        return file.identity().equals(opened);
    }

    /**
     * Writes a journal again whose file somebody has removed or replaced under it: the open
     * connection still has everything.
     *
     * @throws SQLException if it cannot be copied; then it stays open as it is
     * @throws IOException if there is none now; the connection is closed
     */
    Store writeAgain(Store store) throws SQLException, IOException {
        Path copy = file.emptyCopy();
        store.copyTo(copy);
        file.finish(copy);
        // Before another one is opened: it would take the other one's write-ahead log with it.
        store.close();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            file.putCopyInPlace(clock);
            Store again = openInPlace();
            if (file.isCopyInPlace()) {
                file.forgetCopy();
                LOG.warn("{} was written again.", path());
                return again;
            }
            again.close();
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

    private Store tryOpen() throws IOException, SQLException, Schema.ForeignDatabase {
        // Before it is opened: one that comes after this is noticed by being another one.
        opened = file.identity();
        Store store;
        try {
            store = Store.open(path(), settings.busyTimeout(), settings.maxBytes());
        } catch (Schema.OtherVersion e) {
            throw new NewerJournalException(path(), e.found(), Schema.version());
        }
        try {
            if (file.size() <= CHECKED_BYTES) {
                store.check();
            }
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

    /** A process that died right after moving a file aside could not say so: we do. */
    private void rememberReplaced(Store store) throws IOException, SQLException {
        Optional<Path> latest = file.latestMovedAside();
        if (latest.isPresent() && !store.knowsReplaced(latest.get())) {
            store.setReplaced(
                    new Replacement(
                            latest.get().toString(), clock.instant(), "found beside the journal"));
        }
    }

    private IOException closing(Store store, SQLException error) {
        IOException described = SqliteFailure.describe(path(), error);
        try {
            store.close();
        } catch (SQLException suppressed) {
            described.addSuppressed(suppressed);
        }
        return described;
    }
}
