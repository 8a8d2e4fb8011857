package dev.gateway.core.journal;

import java.io.IOException;
import java.util.List;

/** The recent exchanges of each conversation, bounded, for handlers that need them. */
public interface History {

    /**
     * Returns the last turns of a conversation, oldest first, limited to some 200,000 characters in
     * all.
     */
    List<Turn> recent(String platform, String conversation, int limit)
            throws IOException, InterruptedException;

    /**
     * Stores the texts of a message and its answer. A second call for the same message replaces the
     * first, so that a retry does not double it. Turns beyond the last {@code keep} of the
     * conversation are deleted.
     */
    void store(String platform, String conversation, Turn turn, int keep)
            throws IOException, InterruptedException;

    /** Deletes the history of a conversation. */
    void clear(String platform, String conversation) throws IOException, InterruptedException;

    /**
     * A message and its answer.
     *
     * @param messageId the gateway's id of the message
     * @param message the text of the message
     * @param answer the text of the answer
     */
    record Turn(String messageId, String message, String answer) {}
}
