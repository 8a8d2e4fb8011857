package dev.gateway.adapter.http;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/**
 * A call without an answer. Its message is one line, and it has no cause: what libraries throw can
 * carry the address of the call, and an address can carry a secret.
 */
public final class HttpCallException extends IOException {

    /** What kept the answer away. */
    public enum Kind {
        /** No complete answer within the deadline. */
        TIMEOUT,
        /** More bytes than the caller takes. */
        TOO_LARGE,
        /** No connection, or it broke. */
        NETWORK
    }

    private final Kind kind;

    HttpCallException(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What kept the answer away. */
    public Kind kind() {
        return kind;
    }

    static HttpCallException of(Throwable thrown, UnaryOperator<String> redact) {
        if (thrown instanceof HttpCallException known) {
            return known;
        }
        Throwable root = thrown;
        boolean tls = thrown instanceof SSLException;
        while (root.getCause() != null && !telling(root)) {
            root = root.getCause();
            tls |= root instanceof SSLException;
        }
        if (root instanceof BodyReader.Exceeded) {
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
            return new HttpCallException(Kind.NETWORK, "the server hung up");
        }
        String words =
                root.getMessage() == null
                        ? root.getClass().getSimpleName()
                        : redact.apply(root.getMessage()).replaceAll("\\s+", " ").strip();
        return new HttpCallException(Kind.NETWORK, tls ? "TLS: " + words : words);
    }

    private static boolean refused(String words) {
        return words == null || words.contains("refused");
    }

    /** Whether a cause below it would say less. */
    private static boolean telling(Throwable thrown) {
        return thrown instanceof SocketTimeoutException
                || thrown instanceof BodyReader.Exceeded
                || thrown instanceof ConnectException;
    }
}
