package dev.gateway.adapter.http;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/**
 * A call without an answer. Its message is one line, and it has no cause: what java.net.http throws
 * can carry the address of the call, and an address can carry a secret.
 */
public final class HttpFailure extends IOException {

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

    HttpFailure(Kind kind, String message) {
        super(message);
        this.kind = kind;
    }

    /** What kept the answer away. */
    public Kind kind() {
        return kind;
    }

    static HttpFailure of(Throwable thrown, UnaryOperator<String> redact) {
        Throwable root = thrown;
        while (root.getCause() != null && !telling(root)) {
            root = root.getCause();
        }
        if (root instanceof BodyLimit.Exceeded) {
            return new HttpFailure(Kind.TOO_LARGE, root.getMessage());
        }
        if (root instanceof HttpConnectTimeoutException) {
            return new HttpFailure(Kind.TIMEOUT, "no connection in time");
        }
        if (root instanceof HttpTimeoutException) {
            return new HttpFailure(Kind.TIMEOUT, "no answer in time");
        }
        if (unresolved(root)) {
            return new HttpFailure(Kind.NETWORK, "host name not found");
        }
        if (root instanceof ConnectException && root.getMessage() == null) {
            return new HttpFailure(Kind.NETWORK, "connection refused");
        }
        String words =
                root.getMessage() == null
                        ? root.getClass().getSimpleName()
                        : redact.apply(root.getMessage()).replaceAll("\\s+", " ").strip();
        return new HttpFailure(
                Kind.NETWORK, root instanceof SSLException ? "TLS: " + words : words);
    }

    /**
     * Whether a cause below it would say less: a refused connection comes with a closed channel.
     */
    private static boolean telling(Throwable thrown) {
        return thrown instanceof HttpTimeoutException
                || thrown instanceof BodyLimit.Exceeded
                || thrown instanceof ConnectException;
    }

    private static boolean unresolved(Throwable thrown) {
        for (Throwable t = thrown; t != null; t = t.getCause()) {
            if (t instanceof UnresolvedAddressException || t instanceof UnknownHostException) {
                return true;
            }
        }
        return false;
    }
}
