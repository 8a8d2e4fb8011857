package dev.gateway.postgres.admin;

import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.QuarantinedDatabase;
import dev.gateway.core.journal.engine.JournalAdmin;
import dev.gateway.core.journal.engine.JournalLocation;
import dev.gateway.core.journal.engine.PairingAdmin;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The operator's access to a shared journal, from any host. What a host is just claiming and what
 * an operator changes exclude each other by the lock of the row.
 */
public final class PostgresJournalAdmin implements JournalAdmin {

    private final OperatorConnection connection;
    private final Clock clock;

    private PostgresJournalAdmin(OperatorConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    /**
     * Opens the access; empty if the database has no journal yet.
     *
     * @throws IOException if it cannot be reached, or belongs to another version
     */
    public static Optional<JournalAdmin> open(JournalLocation location, Clock clock)
            throws IOException {
        return open(location, clock, false);
    }

    /**
     * Opens the access for reading: the database itself refuses changes, and a role that may only
     * read does.
     *
     * @throws IOException as {@link #open}
     */
    public static Optional<JournalAdmin> openReadOnly(JournalLocation location, Clock clock)
            throws IOException {
        return open(location, clock, true);
    }

    private static Optional<JournalAdmin> open(
            JournalLocation location, Clock clock, boolean readOnly) throws IOException {
        return OperatorConnection.open(location, readOnly)
                .map(connection -> new PostgresJournalAdmin(connection, clock));
    }

    @Override
    public List<StoredMessage> messages(Set<MessageState> states, int limit) throws IOException {
        return connection.read(open -> StoredRows.messages(open, states, limit));
    }

    @Override
    public Optional<StoredMessage> message(String id) throws IOException {
        return connection.read(open -> StoredRows.message(open, id));
    }

    @Override
    public List<StoredAnswer> answers(boolean parkedOnly, int limit) throws IOException {
        return connection.read(open -> StoredRows.answers(open, parkedOnly, limit));
    }

    @Override
    public Optional<StoredAnswer> answer(String id) throws IOException {
        return connection.read(open -> StoredRows.answer(open, id));
    }

    @Override
    public List<KnownConversation> conversations(int limit) throws IOException {
        return connection.read(open -> StoredRows.conversations(open, limit));
    }

    @Override
    public boolean retry(String id) throws IOException {
        return connection.change(open -> new OperatorChanges(open, clock.millis()).retry(id));
    }

    @Override
    public boolean drop(String id) throws IOException {
        return connection.change(open -> new OperatorChanges(open, clock.millis()).drop(id));
    }

    @Override
    public List<String> send(
            AccountId account, String name, String conversation, List<MessagePart> parts)
            throws IOException {
        return connection.change(
                open ->
                        new OperatorChanges(open, clock.millis())
                                .send(account, name, conversation, parts));
    }

    @Override
    public PairingAdmin pairings() {
        return new PostgresPairingAdmin(connection, clock);
    }

    /** Returns none: the server checks its own files. */
    @Override
    public Optional<String> damage() {
        return Optional.empty();
    }

    @Override
    public MessageCounts counts() throws IOException {
        return connection.read(StoredRows::counts);
    }

    /** Returns none: no gateway replaces a database. */
    @Override
    public Optional<QuarantinedDatabase> replaced() {
        return Optional.empty();
    }

    @Override
    public void acknowledge() {
        // There is nothing to acknowledge.
    }

    @Override
    public void close() {
        connection.close();
    }
}
