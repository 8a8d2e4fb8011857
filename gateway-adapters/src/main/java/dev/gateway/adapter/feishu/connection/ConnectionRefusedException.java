package dev.gateway.adapter.feishu.connection;

/**
 * An exception for a platform that was reached and refuses the connection for now. Its last {@link
 * ClientConfig} says how long to stay away.
 */
public final class ConnectionRefusedException extends Exception {

    public ConnectionRefusedException(String message) {
        super(message);
    }
}
