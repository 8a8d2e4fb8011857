package dev.gateway.core.systemd;

import java.io.IOException;
import java.util.List;

/** Delivers assignments to the service manager. */
@FunctionalInterface
interface NotifyTransport {

    /**
     * Returns when they are delivered; bounded.
     *
     * @throws UndeliverableException if it makes no sense to try again
     * @throws IOException if they were not delivered this time
     */
    void send(List<String> assignments) throws IOException, InterruptedException;

    /** Nothing can ever be delivered from here. */
    final class UndeliverableException extends IOException {

        UndeliverableException(String message, Throwable cause) {
            super(message, cause);
        }
    }
}
