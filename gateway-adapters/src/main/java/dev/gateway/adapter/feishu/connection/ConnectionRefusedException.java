package dev.gateway.adapter.feishu.connection;

/**
 * The platform was reached and said that it does not want a connection just now. How long to leave
 * it alone is in its last {@link ClientConfig}.
 */
public final class ConnectionRefusedException extends Exception {

    public ConnectionRefusedException(String message) {
        super(message);
    }
}
