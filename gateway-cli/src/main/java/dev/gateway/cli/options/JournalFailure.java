package dev.gateway.cli.options;

import dev.gateway.core.journal.JournalException;
import dev.gateway.core.journal.NewerJournalException;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;

/** The exit codes of commands that cannot use a journal in a database. */
public final class JournalFailure {

    private JournalFailure() {}

    /** Returns the exit code: by default, to try again. */
    public static ExitCode exitCode(IOException failure) {
        if (failure instanceof AccessDeniedException) {
            return ExitCode.NO_PERMISSION;
        }
        if (failure instanceof NewerJournalException) {
            return ExitCode.CONFIG;
        }
        if (failure instanceof JournalException journal) {
            return switch (journal.kind()) {
                case NOT_PERMITTED -> ExitCode.NO_PERMISSION;
                case UNSUITABLE -> ExitCode.CONFIG;
                case PASSING, OTHER_DATABASE, UNUSABLE -> ExitCode.TRY_AGAIN;
            };
        }
        return ExitCode.TRY_AGAIN;
    }
}
