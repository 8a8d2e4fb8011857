package dev.gateway.postgres.admin;

import dev.gateway.core.journal.AccountLabel;
import dev.gateway.core.journal.KnownConversation;
import dev.gateway.core.journal.MessageCounts;
import dev.gateway.core.journal.MessageState;
import dev.gateway.core.journal.engine.StoredAnswer;
import dev.gateway.core.journal.engine.StoredMessage;
import dev.gateway.core.platform.AccountId;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.table.StoredText;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The queries of the operator's access. */
final class StoredRows {

    /** The name of an account, and whether it stands for that account alone. */
    private static final String LABEL =
            "a.name, a.named = (SELECT max(o.named) FROM account o WHERE o.name = a.name)";

    private static final String MESSAGES =
            "SELECT m.id, m.account, "
                    + LABEL
                    + ", m.state, m.claimed_by IS NOT NULL, m.conversation, m.sender, m.text,"
                    + " m.accepted_at, m.attempts, m.failures, m.reason"
                    + " FROM message m LEFT JOIN account a ON a.id = m.account WHERE ";

    private static final String ANSWERS =
            "SELECT s.id, s.account, "
                    + LABEL
                    + ", (SELECT m.id FROM message m WHERE m.seq = s.message), s.conversation,"
                    + " s.text, s.created_at, s.parked, s.failures, s.reason"
                    + " FROM answer s LEFT JOIN account a ON a.id = s.account WHERE ";

    private StoredRows() {}

    static List<StoredMessage> messages(Connection connection, Set<MessageState> states, int limit)
            throws SQLException {
        List<String> conditions = new ArrayList<>(List.of("false"));
        for (MessageState state : states) {
            conditions.add(
                    switch (state) {
                        case PENDING -> "m.state = 0 AND m.claimed_by IS NULL";
                        case IN_FLIGHT -> "m.state = 0 AND m.claimed_by IS NOT NULL";
                        default -> "m.state = " + state.code();
                    });
        }
        return Sql.list(
                connection,
                MESSAGES + "(" + String.join(" OR ", conditions) + ") ORDER BY m.seq LIMIT ?",
                StoredRows::message,
                limit);
    }

    /** Looks among the unfinished messages first, which are few. */
    static Optional<StoredMessage> message(Connection connection, String id) throws SQLException {
        String stored = StoredText.write(id);
        Optional<StoredMessage> open =
                Sql.first(
                        connection,
                        MESSAGES + "m.id = ? AND (m.state = 0 OR m.state = 4)",
                        StoredRows::message,
                        stored);
        return open.isPresent()
                ? open
                : Sql.first(connection, MESSAGES + "m.id = ?", StoredRows::message, stored);
    }

    static List<StoredAnswer> answers(Connection connection, boolean parkedOnly, int limit)
            throws SQLException {
        String which = parkedOnly ? "s.parked" : "true";
        return Sql.list(
                connection, ANSWERS + which + " ORDER BY s.seq LIMIT ?", StoredRows::answer, limit);
    }

    static Optional<StoredAnswer> answer(Connection connection, String id) throws SQLException {
        return Sql.first(
                connection, ANSWERS + "s.id = ?", StoredRows::answer, StoredText.write(id));
    }

    static List<KnownConversation> conversations(Connection connection, int limit)
            throws SQLException {
        return Sql.list(
                connection,
                "SELECT coalesce(a.name, c.account), c.id, c.title, c.direct, c.last_at"
                        + " FROM conversation c LEFT JOIN account a ON a.id = c.account"
                        + " ORDER BY c.last_at DESC, 1, 2 LIMIT ?",
                row ->
                        new KnownConversation(
                                text(row, 1),
                                text(row, 2),
                                text(row, 3),
                                row.getBoolean(4),
                                Instant.ofEpochMilli(row.getLong(5))),
                limit);
    }

    static MessageCounts counts(Connection connection) throws SQLException {
        return Sql.first(
                        connection,
                        """
                        SELECT (SELECT count(*) FROM message WHERE state = 0 AND claimed_by IS NULL),
                            (SELECT count(*) FROM message
                                WHERE state = 0 AND claimed_by IS NOT NULL),
                            (SELECT coalesce(sum(handled), 0) FROM counter),
                            (SELECT count(*) FROM message WHERE state = 4)
                                + (SELECT count(*) FROM answer WHERE parked),
                            (SELECT count(*) FROM answer WHERE NOT parked),
                            (SELECT coalesce(sum(refused), 0) FROM counter)""",
                        row ->
                                new MessageCounts(
                                        row.getLong(1),
                                        row.getLong(2),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6)))
                .orElseThrow();
    }

    static String text(ResultSet row, int column) throws SQLException {
        return Objects.requireNonNullElse(StoredText.read(row.getString(column)), "");
    }

    private static Optional<String> optional(ResultSet row, int column) throws SQLException {
        return Optional.ofNullable(StoredText.read(row.getString(column)));
    }

    private static AccountLabel label(ResultSet row) throws SQLException {
        String account = text(row, 2);
        AccountId id = new AccountId(account.isBlank() ? "unknown" : account);
        return optional(row, 3).isPresent()
                ? new AccountLabel(text(row, 3), id, row.getBoolean(4))
                : new AccountLabel(id.value(), id, true);
    }

    private static StoredMessage message(ResultSet row) throws SQLException {
        return new StoredMessage(
                text(row, 1),
                label(row),
                row.getBoolean(6) ? MessageState.IN_FLIGHT : MessageState.of(row.getInt(5)),
                text(row, 7),
                text(row, 8),
                text(row, 9),
                Instant.ofEpochMilli(row.getLong(10)),
                row.getInt(11),
                row.getInt(12),
                optional(row, 13));
    }

    private static StoredAnswer answer(ResultSet row) throws SQLException {
        return new StoredAnswer(
                text(row, 1),
                optional(row, 5),
                label(row),
                text(row, 6),
                text(row, 7),
                Instant.ofEpochMilli(row.getLong(8)),
                row.getBoolean(9),
                row.getInt(10),
                optional(row, 11));
    }
}
