package dev.gateway.core.journal.table;

import dev.gateway.core.access.Pairing;
import dev.gateway.core.access.PairingCode;
import dev.gateway.core.access.PairingRequest;
import dev.gateway.core.sqlite.SqliteConnection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The tables of persons who may talk to an account and of those who have asked. A request stays for
 * its hour after its code was used or withdrawn, with an empty code: the person gets no second
 * answer. All methods run inside a transaction of the caller.
 */
public final class PairingTable {

    private static final int MAX_NAME = 100;

    private final SqliteConnection connection;
    private final AccountTable accounts;

    public PairingTable(SqliteConnection connection, AccountTable accounts) {
        this.connection = connection;
        this.accounts = accounts;
    }

    /** Returns whether a person may talk to an account. */
    public boolean isPaired(String account, String sender) throws SQLException {
        return connection.number(
                        "SELECT EXISTS(SELECT 1 FROM pairing WHERE account = ? AND sender = ?)",
                        account,
                        sender)
                == 1;
    }

    /**
     * Opens a code for a person who is not paired; empty if the person has had an answer within the
     * hour, or if too many codes of the account are open.
     */
    public Optional<String> invite(String account, String sender, String name, long now)
            throws SQLException {
        connection.update(
                "DELETE FROM pairing_request WHERE account = ? AND requested_at <= ?",
                account,
                expiry(now));
        boolean answered =
                connection.number(
                                "SELECT EXISTS(SELECT 1 FROM pairing_request WHERE account = ?"
                                        + " AND sender = ?)",
                                account,
                                sender)
                        == 1;
        long open =
                connection.number(
                        "SELECT count(*) FROM pairing_request WHERE account = ? AND code <> ''",
                        account);
        if (answered || open >= PairingCode.MAX_OPEN) {
            return Optional.empty();
        }
        String code = unusedCode();
        connection.update(
                "INSERT INTO pairing_request(account, sender, name, code, requested_at)"
                        + " VALUES(?, ?, ?, ?, ?)",
                account,
                sender,
                shortened(name),
                code,
                now);
        return Optional.of(code);
    }

    private String unusedCode() throws SQLException {
        while (true) {
            String code = PairingCode.random();
            if (connection.number(
                            "SELECT EXISTS(SELECT 1 FROM pairing_request WHERE code = ?)", code)
                    == 0) {
                return code;
            }
        }
    }

    private static String shortened(String name) {
        return name.codePointCount(0, name.length()) <= MAX_NAME
                ? name
                : name.substring(0, name.offsetByCodePoints(0, MAX_NAME));
    }

    /** Pairs the person with this open code; empty if no code is like it. */
    public Optional<Pairing> approve(String typed, long now) throws SQLException {
        String wanted = PairingCode.normalized(typed);
        Optional<PairingRequest> found = Optional.empty();
        for (PairingRequest request : requests(now)) {
            if (PairingCode.matches(request.code(), wanted)) {
                found = Optional.of(request); // The others are compared all the same.
            }
        }
        if (found.isEmpty()) {
            return Optional.empty();
        }
        PairingRequest request = found.get();
        connection.update(
                "INSERT OR REPLACE INTO pairing(account, sender, name, approved_at)"
                        + " VALUES(?, ?, ?, ?)",
                request.account(),
                request.sender(),
                request.name(),
                now);
        withdrawCode(request.account(), request.sender());
        return Optional.of(
                new Pairing(
                        request.account(),
                        request.platforms(),
                        request.sender(),
                        request.name(),
                        Instant.ofEpochMilli(now)));
    }

    /**
     * Ends the pairing of a person with a platform's account and withdraws an open code; returns
     * false if there was neither.
     */
    public boolean revoke(String platform, String sender) throws SQLException {
        int changed = 0;
        for (String account : accounts.of(platform)) {
            changed +=
                    connection.update(
                            "DELETE FROM pairing WHERE account = ? AND sender = ?",
                            account,
                            sender);
            changed += withdrawCode(account, sender);
        }
        return changed > 0;
    }

    private int withdrawCode(String account, String sender) throws SQLException {
        return connection.update(
                "UPDATE pairing_request SET code = '' WHERE account = ? AND sender = ?"
                        + " AND code <> ''",
                account,
                sender);
    }

    /** Returns whether a person may talk to a platform's account or has an open code. */
    public boolean isKnown(String platform, String sender, long now) throws SQLException {
        for (String account : accounts.of(platform)) {
            boolean asked =
                    requests(now).stream()
                            .anyMatch(
                                    one ->
                                            one.account().equals(account)
                                                    && one.sender().equals(sender));
            if (asked || isPaired(account, sender)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the persons who may talk, the oldest approval first. */
    public List<Pairing> all() throws SQLException {
        return connection.list(
                "SELECT account, sender, name, approved_at FROM pairing"
                        + " ORDER BY approved_at, account, sender",
                row ->
                        new Pairing(
                                row.getString(1),
                                List.of(accounts.label(row.getString(1)).name()),
                                row.getString(2),
                                row.getString(3),
                                Instant.ofEpochMilli(row.getLong(4))));
    }

    /** Returns the persons with an open code, the oldest request first. */
    public List<PairingRequest> requests(long now) throws SQLException {
        return connection.list(
                "SELECT account, sender, name, code, requested_at FROM pairing_request"
                        + " WHERE code <> '' AND requested_at > ?"
                        + " ORDER BY requested_at, account, sender",
                row ->
                        new PairingRequest(
                                row.getString(1),
                                List.of(accounts.label(row.getString(1)).name()),
                                row.getString(2),
                                row.getString(3),
                                row.getString(4),
                                Instant.ofEpochMilli(row.getLong(5))),
                expiry(now));
    }

    private static long expiry(long now) {
        return now - PairingCode.VALIDITY.toMillis();
    }
}
