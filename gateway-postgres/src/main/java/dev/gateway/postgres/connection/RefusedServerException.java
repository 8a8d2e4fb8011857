package dev.gateway.postgres.connection;

import java.sql.SQLException;

/** A server answers that must not be used: another cluster, or a branch that was left. */
public final class RefusedServerException extends SQLException {

    private static final long serialVersionUID = 1L;

    /** Creates the refusal; the message says why and names the next step. */
    public RefusedServerException(String message) {
        super(message);
    }
}
