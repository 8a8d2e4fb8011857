package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.StoredAnswer;
import dev.gateway.core.journal.StoredMessage;
import dev.gateway.core.journal.table.ConversationQueueTable;
import dev.gateway.core.journal.table.OutboxTable;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL of the operator's access. */
final class AdminQueries {

    private static final String MESSAGES =
            "SELECT id, platform, state, conversation, sender, text, accepted_at, attempts,"
                    + " failures, reason FROM message WHERE ";
    private static final String ANSWERS =
            "SELECT id, message, platform, conversation, text, created_at, parked, failures,"
                    + " reason FROM answer WHERE ";

    private final JournalDatabase database;
    private final SqliteConnection connection;

    AdminQueries(JournalDatabase database) {
        this.database = database;
        this.connection = database.connection();
    }

    List<StoredMessage> messages(Set<MessageState> states, int limit) throws SQLException {
        String codes =
                states.stream()
                        .map(state -> Integer.toString(state.code()))
                        .collect(Collectors.joining(", "));
        return connection.list(
                MESSAGES + "state IN (" + codes + ") ORDER BY id LIMIT ?", this::message, limit);
    }

    Optional<StoredMessage> message(String id) throws SQLException {
        OptionalLong row = database.inbox().row(id);
        return row.isEmpty()
                ? Optional.empty()
                : connection.first(MESSAGES + "id = ?", this::message, row.getAsLong());
    }

    List<StoredAnswer> answers(boolean parkedOnly, int limit) throws SQLException {
        return connection.list(
                ANSWERS + "parked >= ? ORDER BY id LIMIT ?",
                this::answer,
                parkedOnly ? 1 : 0,
                limit);
    }

    Optional<StoredAnswer> answer(String id) throws SQLException {
        OptionalLong row = database.outbox().row(id);
        return row.isEmpty()
                ? Optional.empty()
                : connection.first(ANSWERS + "id = ?", this::answer, row.getAsLong());
    }

    boolean retry(String id, long now) throws SQLException {
        Optional<StoredMessage> message = message(id);
        if (message.isPresent()) {
            return retry(message.get(), now);
        }
        Optional<StoredAnswer> answer = answer(id);
        return answer.isPresent() && retry(answer.get(), now);
    }

    boolean drop(String id) throws SQLException {
        Optional<StoredMessage> message = message(id);
        if (message.isPresent()) {
            return drop(message.get());
        }
        Optional<StoredAnswer> answer = answer(id);
        return answer.isPresent() && drop(answer.get());
    }

    List<String> send(String platform, String conversation, List<MessagePart> parts, long now)
            throws SQLException {
        return database.outbox().addUnasked(platform, conversation, parts, now);
    }

    private boolean retry(StoredMessage message, long now) throws SQLException {
        ConversationQueueTable lanes = database.lanes(ConversationQueueTable.Queue.INBOX);
        long row = database.inbox().row(message.id()).orElseThrow();
        if (message.state() == MessageState.PARKED) {
            connection.update("UPDATE message SET attempts = 0, failures = 0 WHERE id = ?", row);
            database.inbox().changeState(row, MessageState.PENDING, null);
        } else if (message.state() != MessageState.PENDING) {
            return false;
        }
        lanes.open(message.platform(), message.conversation(), now);
        lanes.makeDue(message.platform(), message.conversation(), now);
        return true;
    }

    private boolean retry(StoredAnswer answer, long now) throws SQLException {
        ConversationQueueTable lanes = database.lanes(ConversationQueueTable.Queue.OUTBOX);
        connection.update(
                "UPDATE answer SET parked = 0, failures = 0 WHERE id = ?",
                database.outbox().row(answer.id()).orElseThrow());
        lanes.open(answer.platform(), answer.conversation(), now);
        lanes.makeDue(answer.platform(), answer.conversation(), now);
        return true;
    }

    private boolean drop(StoredMessage message) throws SQLException {
        if (message.state() != MessageState.PARKED && message.state() != MessageState.PENDING) {
            return false;
        }
        database.inbox()
                .close(database.inbox().row(message.id()).orElseThrow(), MessageState.DROPPED);
        return true;
    }

    private boolean drop(StoredAnswer answer) throws SQLException {
        boolean beingSent =
                !answer.parked()
                        && database.lanes(ConversationQueueTable.Queue.OUTBOX)
                                .isBusy(answer.platform(), answer.conversation());
        if (beingSent) {
            return false;
        }
        connection.update(
                "DELETE FROM answer WHERE id = ?",
                database.outbox().row(answer.id()).orElseThrow());
        if (answer.messageId().isPresent()) {
            database.outbox()
                    .finish(
                            database.inbox().row(answer.messageId().get()).orElseThrow(),
                            database.inbox());
        }
        return true;
    }

    /**
     * Returns a column's text. A damaged row is shown as far as possible; its reason tells why it
     * is parked.
     */
    private static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(row.getString(column), "");
    }

    private StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                database.inbox().id(row.getLong(1)),
                text(row, 2),
                MessageState.of(row.getInt(3)),
                text(row, 4),
                text(row, 5),
                text(row, 6),
                Instant.ofEpochMilli(row.getLong(7)),
                row.getInt(8),
                row.getInt(9),
                Optional.ofNullable(row.getString(10)));
    }

    private StoredAnswer answer(ResultSet row) throws SQLException {
        return new StoredAnswer(
                database.outbox().id(row.getLong(1)),
                row.getLong(2) == OutboxTable.NO_MESSAGE
                        ? Optional.empty()
                        : Optional.of(database.inbox().id(row.getLong(2))),
                text(row, 3),
                text(row, 4),
                text(row, 5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getInt(7) == 1,
                row.getInt(8),
                Optional.ofNullable(row.getString(9)));
    }
}
