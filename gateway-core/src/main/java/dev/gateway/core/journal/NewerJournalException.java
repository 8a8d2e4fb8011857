package dev.gateway.core.journal;

import java.io.IOException;
import java.nio.file.Path;

/** The journal was written by a newer gateway; the operator has to decide. */
public final class NewerJournalException extends IOException {

    public NewerJournalException(Path file, long found, int known) {
        super(
                file
                        + " was written by a newer gateway (schema "
                        + found
                        + ", this one knows "
                        + known
                        + "); upgrade this gateway, or move the file away to start without it.");
    }
}
