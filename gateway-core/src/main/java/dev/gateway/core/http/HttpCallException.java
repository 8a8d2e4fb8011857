package dev.gateway.core.http;

import dev.gateway.core.file.DescriptorShortage;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/**
 * An exception for a call without a complete response. Its message is one line and it has no cause:
 * exceptions of libraries can contain the address of the call, and an address can contain a secret.
 */
public final class HttpCallException extends IOException {

    /** The kind of failure. */
    public enum Kind {
        /** No complete response by the deadline. */
        TIMEOUT,
        /** A response larger than the caller accepts. */
        TOO_LARGE,
        /** A connection that failed or broke. */
        NETWORK
    }

    private final Kind kind;

    HttpCallException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** Returns the kind of failure. */
    public Kind kind() {
        return kind;
    }

    static HttpCallException of(Throwable thrown, UnaryOperator<String> redact) {
        if (thrown instanceof HttpCallException known) {
            return known;
        }
        Throwable root = thrown;
        boolean tls = thrown instanceof SSLException;
        while (root.getCause() != null && !isSpecific(root)) {
            root = root.getCause();
            tls |= root instanceof SSLException;
        }
        if (root instanceof BodyReader.BodyTooLargeException) {
            return new HttpCallException(Kind.TOO_LARGE, root.getMessage());
        }
        if (root instanceof SocketTimeoutException) {
            return new HttpCallException(Kind.TIMEOUT, "no answer in time");
        }
        if (root instanceof UnknownHostException) {
            return new HttpCallException(Kind.NETWORK, "host name not found");
        }
        if (root instanceof ConnectException && refused(root.getMessage())) {
            return new HttpCallException(Kind.NETWORK, "connection refused");
        }
        if (root instanceof EOFException && root.getMessage() == null) {
            return new HttpCallException(Kind.NETWORK, "the server closed the connection");
        }
        String message =
                root.getMessage() == null
                        ? root.getClass().getSimpleName()
                        : redact.apply(root.getMessage()).replaceAll("\\s+", " ").strip();
        String explained = DescriptorShortage.explained(message);
        return new HttpCallException(Kind.NETWORK, tls ? "TLS: " + explained : explained);
    }

    private static boolean refused(String message) {
        return message == null || message.contains("refused");
    }

    /** Returns whether the causes of {@code thrown} say less than itself. */
    private static boolean isSpecific(Throwable thrown) {
        return thrown instanceof SocketTimeoutException
                || thrown instanceof BodyReader.BodyTooLargeException
                || thrown instanceof ConnectException;
    }
}
