package dev.gateway.core.systemd;

import java.io.IOException;
import java.util.List;

/** Transport of assignments to the service manager. */
@FunctionalInterface
interface NotifyTransport {

    /**
     * Sends assignments and returns when they are delivered, within a limit.
     *
     * @throws UndeliverableException if a retry is pointless
     * @throws IOException if this attempt failed
     */
    void send(List<String> assignments) throws IOException, InterruptedException;

    /** Delivery is impossible in this environment. */
    final class UndeliverableException extends IOException {

        UndeliverableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
