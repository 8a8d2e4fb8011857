package dev.gateway.postgres.admin;

import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingCode;
import dev.gateway.core.access.PairingRequest;
import dev.gateway.core.journal.engine.PairingAdmin;
import dev.gateway.postgres.connection.Sql;
import dev.gateway.postgres.table.StoredText;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The operator's access to the pairings of a shared journal. A change holds for the next message
 * that a host receives.
 */
final class PostgresPairingAdmin implements PairingAdmin {

    /** The accounts that a word means: an identity, or the account for which a name stands. */
    private static final String MEANT =
            " account = ? OR account = (SELECT id FROM account WHERE name = ?"
                    + " ORDER BY named DESC LIMIT 1)";

    private final OperatorConnection connection;
    private final Clock clock;

    PostgresPairingAdmin(OperatorConnection connection, Clock clock) {
        this.connection = connection;
        this.clock = clock;
    }

    @Override
    public List<PairingRequest> requests() throws IOException {
        return connection.read(this::requests);
    }

    private List<PairingRequest> requests(Connection open) throws SQLException {
        return Sql.list(
                open,
                "SELECT p.account, coalesce(a.name, p.account), p.sender, p.name, p.code,"
                        + " p.requested_at FROM pairing_request p"
                        + " LEFT JOIN account a ON a.id = p.account"
                        + " WHERE p.code <> '' AND p.requested_at > ?"
                        + " ORDER BY p.requested_at, p.account, p.sender",
                row ->
                        new PairingRequest(
                                StoredRows.text(row, 1),
                                List.of(StoredRows.text(row, 2)),
                                StoredRows.text(row, 3),
                                StoredRows.text(row, 4),
                                StoredRows.text(row, 5),
                                Instant.ofEpochMilli(row.getLong(6))),
                clock.millis() - PairingCode.VALIDITY.toMillis());
    }

    @Override
    public List<Pairing> approved() throws IOException {
        return connection.read(
                open ->
                        Sql.list(
                                open,
                                "SELECT p.account, coalesce(a.name, p.account), p.sender, p.name,"
                                        + " p.approved_at FROM pairing p"
                                        + " LEFT JOIN account a ON a.id = p.account"
                                        + " ORDER BY p.approved_at, p.account, p.sender",
                                row ->
                                        new Pairing(
                                                StoredRows.text(row, 1),
                                                List.of(StoredRows.text(row, 2)),
                                                StoredRows.text(row, 3),
                                                StoredRows.text(row, 4),
                                                Instant.ofEpochMilli(row.getLong(5)))));
    }

    @Override
    public Optional<Pairing> approve(String code) throws IOException {
        return connection.change(open -> approve(open, PairingCode.normalized(code)));
    }

    private Optional<Pairing> approve(Connection open, String wanted) throws SQLException {
        Optional<PairingRequest> found = Optional.empty();
        for (PairingRequest request : requests(open)) {
            if (PairingCode.matches(request.code(), wanted)) {
                found = Optional.of(request); // The others are compared all the same.
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PairingRequest request = found.get();
        int used =
                Sql.update(
                        open,
                        "UPDATE pairing_request SET code = '' WHERE account = ? AND sender = ?"
                                + " AND code = ?",
                        StoredText.write(request.account()),
                        StoredText.write(request.sender()),
                        request.code());
        if (used == 0) {
            return Optional.empty(); // Another operator was quicker.
        }
        long now = clock.millis();
        Sql.update(
                open,
                "INSERT INTO pairing(account, sender, name, approved_at) VALUES(?, ?, ?, ?)"
                        + " ON CONFLICT (account, sender) DO UPDATE"
                        + " SET name = excluded.name, approved_at = excluded.approved_at",
                StoredText.write(request.account()),
                StoredText.write(request.sender()),
                StoredText.write(request.name()),
                now);
        return Optional.of(
                new Pairing(
                        request.account(),
                        request.platforms(),
                        request.sender(),
                        request.name(),
                        Instant.ofEpochMilli(now)));
    }

    @Override
    public boolean revoke(String platform, String sender) throws IOException {
        String word = StoredText.write(platform);
        String person = StoredText.write(sender);
        return connection.change(
                open ->
                        Sql.update(
                                                open,
                                                "DELETE FROM pairing WHERE sender = ? AND ("
                                                        + MEANT
                                                        + ")",
                                                person,
                                                word,
                                                word)
                                        + Sql.update(
                                                open,
                                                "UPDATE pairing_request SET code = ''"
                                                        + " WHERE code <> '' AND sender = ? AND ("
                                                        + MEANT
                                                        + ")",
                                                person,
                                                word,
                                                word)
                                > 0);
    }
}
