package dev.gateway.core.lifecycle;

import dev.gateway.core.control.HomeHeldException;
import dev.gateway.core.journal.JournalException;
import dev.gateway.core.shutdown.ExitCode;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The reason why a gateway did not start, with its exit code. The message is for the operator: one
 * line, with the file or PID and the next step.
 */
public final class StartupException extends Exception {

    private static final String FREE_SOME_SPACE = " Free some space.";

    private final ExitCode code;

    /** Creates an exception with its cause, which may be null. */
    public StartupException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    /** Returns the exit code of the process. */
    public ExitCode code() {
        return code;
    }

    /**
     * Returns whether the disk is full, so that nothing that comes later could be stored either.
     */
    boolean isForLackOfRoom() {
        return getMessage().endsWith(FREE_SOME_SPACE);
    }

    static StartupException of(HomeHeldException e) {
        return new StartupException(ExitCode.TRY_AGAIN, e.getMessage(), null);
    }

    /** Returns the failure for a journal, whose words are complete. */
    static StartupException of(JournalException e) {
        ExitCode code =
                switch (e.kind()) {
                    case PASSING, OTHER_DATABASE -> ExitCode.TRY_AGAIN;
                    case UNSUITABLE -> ExitCode.CONFIG;
                    case NOT_PERMITTED -> ExitCode.NO_PERMISSION;
                    case UNUSABLE -> ExitCode.CANNOT_CREATE;
                };
        return new StartupException(code, e.getMessage(), e);
    }

    /**
     * Returns the failure for a file or folder that could not be created, opened or locked.
     *
     * @param where the file, if the exception names none
     */
    public static StartupException of(IOException e, Path where) {
        Path file =
                e instanceof FileSystemException named && named.getFile() != null
                        ? Path.of(named.getFile())
                        : where;
        if (e instanceof AccessDeniedException denied && denied.getReason() != null) {
            return new StartupException(
                    ExitCode.NO_PERMISSION,
                    "Refusing %s: %s.".formatted(file, denied.getReason()),
                    e);
        }
        if (e instanceof AccessDeniedException || isNotPermitted(e)) {
            return new StartupException(
                    ExitCode.NO_PERMISSION,
                    "No permission for %s%s. Give it to the user who runs the gateway (chown)."
                            .formatted(file, owner(file)),
                    e);
        }
        String reason =
                e instanceof FileSystemException named && named.getReason() != null
                        ? named.getReason()
                        : words(e);
        String text = reason != null && reason.contains(file.toString()) ? "" : file + ": ";
        return new StartupException(
                ExitCode.CANNOT_CREATE, "Cannot use " + text + reason + "." + remedy(reason), e);
    }

    /** The words are the kernel's. */
    private static String remedy(String reason) {
        if (reason == null) {
            return "";
        }
        if (reason.contains("No space left") || reason.contains("quota exceeded")) {
            return FREE_SOME_SPACE;
        }
        return reason.contains("Read-only file system")
                ? " Have the disk mounted for writing, or choose another --home."
                : "";
    }

    private static String words(IOException e) {
        return e instanceof NoSuchFileException
                ? "does not exist"
                : e instanceof FileAlreadyExistsException ? "is in the way" : e.getMessage();
    }

    /** EPERM has no exception class of its own; it means the mode of another user's file. */
    private static boolean isNotPermitted(IOException e) {
        return e instanceof FileSystemException named
                && "Operation not permitted".equals(named.getReason());
    }

    private static String owner(Path file) {
        Path existing = file;
        while (existing != null && !Files.exists(existing)) {
            existing = existing.getParent();
        }
        try {
            return existing == null
                    ? ""
                    : " (%s belongs to %s)".formatted(existing, Files.getOwner(existing).getName());
        } catch (IOException e) {
            return "";
        }
    }
}
