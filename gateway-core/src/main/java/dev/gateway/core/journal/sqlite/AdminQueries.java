package dev.gateway.core.journal.sqlite;

import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.AccountId;
import dev.gateway.core.platform.MessagePart;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The SQL of the operator's access. */
final class AdminQueries {

    private static final String MESSAGES =
            "SELECT uid, account, state, conversation, sender, text, accepted_at, attempts,"
                    + " failures, reason FROM message WHERE ";
    private static final String ANSWERS =
            "SELECT uid, (SELECT m.uid FROM message m WHERE m.id = answer.message),"
                    + " account, conversation, text, created_at, parked, failures, reason"
                    + " FROM answer WHERE ";

    private final JournalDatabase database;
    private final SqliteConnection connection;

    AdminQueries(JournalDatabase database) {
        this.database = database;
        this.connection = database.connection();
    }

    List<StoredMessage> messages(Set<MessageState> states, int limit) throws SQLException {
        String selected =
                states.stream().map(AdminQueries::rows).collect(Collectors.joining(" UNION ALL "));
        return connection.list(
                MESSAGES + "id IN (" + selected + ") ORDER BY id LIMIT ?", this::message, limit);
    }

    /** Returns the query of the messages in a state, through the index that holds no others. */
    private static String rows(MessageState state) {
        String by =
                switch (state) {
                    case PENDING -> " INDEXED BY message_pending WHERE ";
                    case IN_FLIGHT ->
                            " INDEXED BY message_claimed WHERE claimed_by IS NOT NULL AND ";
                    case PARKED -> " INDEXED BY message_parked WHERE ";
                    case ANSWERED, DONE, DROPPED -> " WHERE ";
                };
        return "SELECT id FROM message" + by + "state = " + state.code();
    }

    Optional<StoredMessage> message(String id) throws SQLException {
        return connection.first(MESSAGES + "uid = ?", this::message, id);
    }

    List<StoredAnswer> answers(boolean parkedOnly, int limit) throws SQLException {
        return connection.list(
                ANSWERS + "parked >= ? ORDER BY id LIMIT ?",
                this::answer,
                parkedOnly ? 1 : 0,
                limit);
    }

    Optional<StoredAnswer> answer(String id) throws SQLException {
        return connection.first(ANSWERS + "uid = ?", this::answer, id);
    }

    boolean retry(String id) throws SQLException {
        Optional<StoredMessage> message = message(id);
        if (message.isPresent()) {
            return retry(message.get());
        }
        Optional<StoredAnswer> answer = answer(id);
        return answer.isPresent() && retry(answer.get());
    }

    boolean drop(String id) throws SQLException {
        Optional<StoredMessage> message = message(id);
        if (message.isPresent()) {
            return drop(message.get());
        }
        Optional<StoredAnswer> answer = answer(id);
        return answer.isPresent() && drop(answer.get());
    }

    List<String> send(
            AccountId account, String name, String conversation, List<MessagePart> parts, long now)
            throws SQLException {
        database.accounts().introduce(account, name);
        return database.outbox().addUnasked(account.value(), conversation, parts, now);
    }

    private boolean retry(StoredMessage message) throws SQLException {
        String account = message.account().id().value();
        if (message.state() == MessageState.PARKED) {
            long row = row(message.id());
            connection.update("UPDATE message SET attempts = 0, failures = 0 WHERE id = ?", row);
            database.inbox()
                    .changeState(account, row, MessageState.PARKED, MessageState.PENDING, null);
        } else if (message.state() != MessageState.PENDING) {
            return false;
        }
        database.inbox().queue().makeDue(account, message.conversation());
        return true;
    }

    private boolean retry(StoredAnswer answer) throws SQLException {
        String account = answer.account().id().value();
        database.outbox().retry(account, answer.id(), answer.parked());
        database.outbox().queue().makeDue(account, answer.conversation());
        return true;
    }

    private boolean drop(StoredMessage message) throws SQLException {
        if (message.state() != MessageState.PARKED && message.state() != MessageState.PENDING) {
            return false;
        }
        database.inbox()
                .close(
                        message.account().id().value(),
                        row(message.id()),
                        message.state(),
                        MessageState.DROPPED);
        return true;
    }

    private boolean drop(StoredAnswer answer) throws SQLException {
        String account = answer.account().id().value();
        if (!database.outbox().drop(account, answer.id(), answer.parked())) {
            return false; // It is being sent.
        }
        if (answer.messageId().isPresent()) {
            database.outbox().closeIfSent(row(answer.messageId().get()));
        }
        return true;
    }

    /** Returns the row of a message that was found by its id. */
    private long row(String id) throws SQLException {
        return connection.number("SELECT id FROM message WHERE uid = ?", id);
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
                text(row, 1),
                database.accounts().label(text(row, 2)),
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
                text(row, 1),
                Optional.ofNullable(row.getString(2)),
                database.accounts().label(text(row, 3)),
                text(row, 4),
                text(row, 5),
                Instant.ofEpochMilli(row.getLong(6)),
                row.getInt(7) == 1,
                row.getInt(8),
                Optional.ofNullable(row.getString(9)));
    }
}
