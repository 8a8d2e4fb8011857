package dev.gateway.core.journal.file;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.process.LockHolders;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The meaning of an SQLite error for the journal. */
public enum SqliteErrorKind {
    /** The file's content is not what SQLite wrote: only another file helps. */
    DAMAGED("is damaged; restart the gateway to have it moved aside"),
    /** The disk is full or the file has its maximum size. */
    FULL("cannot grow, the disk or its limit is full; free some space"),
    /** The file, its folder or the file system is not writable. */
    READ_ONLY("cannot be written; check its permissions and whether the disk is read-only"),
    /** Another process has locked it for longer than the busy timeout. */
    BUSY("is locked by another process%s; end it, or try again"),
    /** The disk reports errors. */
    UNREADABLE("cannot be read or written; check the disk and the folder"),
    /** A single statement failed: a bug, or a value that SQLite does not accept. */
    REFUSED("refused a statement; please report it");

    private final String words;

    SqliteErrorKind(String words) {
        this.words = words;
    }

    /**
     * Returns the meaning of an error while the file is opened: only the gateway's own statements
     * ran, so a refused one means damage too (no such table, no id, a table twice).
     */
    public static SqliteErrorKind ofOpening(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return DAMAGED;
        }
        return switch (sqlite.getResultCode().code & 0xff) {
            case 1, 17, 20, 24 -> DAMAGED;
            default -> of(error);
        };
    }

    public static SqliteErrorKind of(SQLException error) {
        if (!(error instanceof SQLiteException sqlite)) {
            return REFUSED;
        }
        SQLiteErrorCode code = sqlite.getResultCode();
        // Extended codes carry the basic one in their lowest byte.
        return switch (code.code & 0xff) {
            case 11, 26 -> DAMAGED;
            case 13 -> FULL;
            case 3, 8, 23 -> READ_ONLY;
            case 5, 6, 15 -> BUSY;
            case 10, 14 -> UNREADABLE;
            default -> REFUSED;
        };
    }

    /** Returns whether the error means that committed data is no longer readable. */
    public static boolean meansUnreadableData(SQLException error) {
        return of(error) == DAMAGED
                || error instanceof SQLiteException sqlite
                        && (sqlite.getResultCode() == SQLiteErrorCode.SQLITE_IOERR_READ
                                || sqlite.getResultCode()
                                        == SQLiteErrorCode.SQLITE_IOERR_SHORT_READ);
    }

    /** Returns whether any other transaction would have failed too. */
    public boolean affectsAllTransactions() {
        return this != REFUSED;
    }

    /** Returns the exception for callers: file, cause and next step on one line. */
    public static IOException describe(Path file, SQLException error) {
        SqliteErrorKind failure = of(error);
        return new JournalException(
                failure == BUSY ? JournalException.Kind.PASSING : JournalException.Kind.UNUSABLE,
                file
                        + " "
                        + (failure == BUSY ? failure.words.formatted(holder(file)) : failure.words)
                        + " ("
                        + oneLine(error.getMessage())
                        + ").",
                error);
    }

    /**
     * Returns the other process that holds a lock, as text. SQLite locks the database, or the
     * shared-memory file beside it.
     */
    private static String holder(Path file) {
        LockHolders holders = LockHolders.system();
        for (String suffix : List.of("-shm", "")) {
            Path one = file.resolveSibling(file.getFileName() + suffix);
            Optional<Long> other =
                    holders.of(one).any().filter(pid -> pid != ProcessHandle.current().pid());
            if (other.isPresent()) {
                return " (PID " + other.get() + ")";
            }
        }
        return "";
    }

    private static String oneLine(String message) {
        return message == null ? "no details" : message.replaceAll("\\s+", " ").strip();
    }
}
