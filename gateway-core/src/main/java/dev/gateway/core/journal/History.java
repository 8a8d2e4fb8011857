package dev.gateway.core.journal;

import java.io.IOException;
import java.util.List;

/** What was said in each conversation, bounded, for handlers that have to know it. */
public interface History {

    /**
     * The last turns of a conversation, oldest first, but no more than some 200,000 characters in
     * all.
     */
    List<Turn> recent(String platform, String conversation, int limit)
            throws IOException, InterruptedException;

    /**
     * Stores what one message and its answer said. Storing the same message again replaces it, so a
     * second try does not double it. Turns beyond the last {@code keep} of the conversation go.
     */
    void store(String platform, String conversation, Turn turn, int keep)
            throws IOException, InterruptedException;

    /** Forgets a conversation. */
    void clear(String platform, String conversation) throws IOException, InterruptedException;

    /**
     * A message and its answer.
     *
     * @param messageId the gateway's id of the message
     * @param said what the person said
     * @param answered what the bot said
     */
    record Turn(String messageId, String said, String answered) {}
}
