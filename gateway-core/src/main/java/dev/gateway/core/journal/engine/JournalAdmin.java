package dev.gateway.core.journal.engine;

import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's access to a journal from any process, whether or not a gateway runs on it: a
 * running gateway detects a change within about a second. Nothing is created or migrated. Ids are
 * those of {@link StoredMessage} and {@link StoredAnswer}. Not thread-safe.
 *
 * <p>Must not be used in the process of the running gateway itself.
 */
public interface JournalAdmin extends AutoCloseable {

    /** Returns the oldest messages in one of these states. */
    List<StoredMessage> messages(Set<MessageState> states, int limit) throws IOException;

    /** Returns one message, if it exists. */
    Optional<StoredMessage> message(String id) throws IOException;

    /** Returns the oldest answers in the outbox. */
    List<StoredAnswer> answers(boolean parkedOnly, int limit) throws IOException;

    /** Returns one answer in the outbox, if it exists. */
    Optional<StoredAnswer> answer(String id) throws IOException;

    /** Returns the known conversations, the latest first. */
    List<KnownConversation> conversations(int limit) throws IOException;

    /**
     * Makes a parked message be handled, or a parked answer be sent, as if for the first time; one
     * that waits for its next attempt becomes due at once. Returns false if there is none with that
     * id, or none that can be retried.
     */
    boolean retry(String id) throws IOException;

    /**
     * Drops a message or an answer. Returns false if there is none with that id, or it is being
     * processed.
     */
    boolean drop(String id) throws IOException;

    /**
     * Appends an operator's message to the outbox of a conversation, one message per part; a
     * gateway sends it like an answer, at its next start if none runs.
     *
     * @param name the account's name in the config
     * @param parts each within the platform's length limit
     * @return the ids of the parts
     */
    List<String> send(AccountId account, String name, String conversation, List<MessagePart> parts)
            throws IOException;

    /** Returns the access to the persons who may talk and to those who have asked. */
    PairingAdmin pairings();

    /**
     * Returns the damage that a check of the whole journal finds; empty if there is none. Slow for
     * a large one.
     */
    Optional<String> damage() throws IOException;

    /** Returns the number of messages in each state. */
    MessageCounts counts() throws IOException;

    /** Returns the damaged database that this one replaces, unless acknowledged. */
    Optional<QuarantinedDatabase> replaced() throws IOException;

    /** Acknowledges {@link #replaced()}: the gateway no longer counts as degraded for it. */
    void acknowledge() throws IOException;

    @Override
    void close() throws IOException;
}
