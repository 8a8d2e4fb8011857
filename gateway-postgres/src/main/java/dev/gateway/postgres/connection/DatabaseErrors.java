package dev.gateway.postgres.connection;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.JournalException.Kind;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Set;
import javax.net.ssl.SSLException;

/**
 * The words for failures of the database, and their kinds. Only the state and the first line of a
 * message are shown: the lines after it may contain values of rows.
 */
public final class DatabaseErrors {

    private static final String NOT_PERMITTED = "42501";
    private static final String REFERENCE_MISSING = "23503";
    private static final String READ_ONLY = "25006";
    private static final String IDLE_IN_TRANSACTION = "25P03";
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String IN_RECOVERY = "55000";

    /** Wrong credentials, no such database, and no encryption on the other side. */
    private static final Set<String> CONFIG = Set.of("28000", "28P01", "3D000", "08004");

    /** Connection, transaction rollback, resources, operator intervention, system. */
    private static final Set<String> PASSING_CLASSES = Set.of("08", "40", "53", "57", "58");

    /** The driver's class that refuses a certificate of another name; named in each language. */
    private static final String NAME_CHECK = "HostnameVerifier";

    private static final int CLASS_LENGTH = 2;

    private DatabaseErrors() {}

    /** Returns the failure in one line: its SQLSTATE, if it has one, and the first line. */
    public static String line(SQLException failure) {
        String message = String.valueOf(failure.getMessage()).strip();
        int end = message.indexOf('\n');
        String first = (end < 0 ? message : message.substring(0, end)).strip();
        if (first.endsWith(".")) {
            first = first.substring(0, first.length() - 1);
        }
        Throwable cause = certificateProblem(failure);
        String text = cause == null ? first : first + " (" + firstLine(cause) + ")";
        return failure.getSQLState() == null ? text : failure.getSQLState() + " " + text;
    }

    /** Returns whether the same statement may succeed later, on a new connection if need be. */
    public static boolean isPassing(SQLException failure) {
        String state = failure.getSQLState();
        if (failure instanceof RefusedServerException) {
            return true;
        }
        if (state == null || isConfig(failure)) {
            return false;
        }
        return PASSING_CLASSES.contains(state.substring(0, CLASS_LENGTH))
                || Set.of(READ_ONLY, IDLE_IN_TRANSACTION, LOCK_NOT_AVAILABLE, IN_RECOVERY)
                        .contains(state);
    }

    /**
     * Returns whether a row refers to one that does not exist: to a registration that has ended.
     */
    public static boolean isReferenceMissing(SQLException failure) {
        return REFERENCE_MISSING.equals(failure.getSQLState());
    }

    /** Returns whether the role lacks a right. */
    public static boolean isNotPermitted(SQLException failure) {
        return NOT_PERMITTED.equals(failure.getSQLState());
    }

    /**
     * Returns the failure for callers of a journal.
     *
     * @param address the database, for the message
     */
    static JournalException of(SQLException failure, String address) {
        if (failure instanceof RefusedServerException) {
            return new JournalException(Kind.OTHER_DATABASE, failure.getMessage(), failure);
        }
        String text = "The database " + address + " cannot be used: " + line(failure) + ".";
        if (isNotPermitted(failure)) {
            return new JournalException(
                    Kind.NOT_PERMITTED,
                    text + " Give the role its rights, see docs/several-hosts.md.",
                    failure);
        }
        if (isPassing(failure)) {
            return new JournalException(Kind.PASSING, text, failure);
        }
        return isConfig(failure)
                ? new JournalException(
                        Kind.UNSUITABLE, text + " Check `journal:` in the config.", failure)
                : new JournalException(Kind.UNUSABLE, text, failure);
    }

    private static boolean isConfig(SQLException failure) {
        return failure.getSQLState() != null && CONFIG.contains(failure.getSQLState())
                || String.valueOf(failure.getMessage()).contains(NAME_CHECK)
                || certificateProblem(failure) != null;
    }

    private static String firstLine(Throwable cause) {
        return String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    }

    /** A broken line in a handshake passes; a certificate that is not trusted does not. */
    private static Throwable certificateProblem(Throwable failure) {
        boolean inHandshake = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            inHandshake |= each instanceof SSLException;
            if (each instanceof CertificateException
                    || each instanceof CertPathBuilderException
                    || each instanceof CertPathValidatorException) {
                return inHandshake ? each : null;
            }
        }
        return null;
    }
}
