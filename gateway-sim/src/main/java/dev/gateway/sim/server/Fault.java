package dev.gateway.sim.server;

import java.time.Duration;
import java.util.Optional;

/**
 * A fault of one exchange. Each type says whether the platform processes the request: a message
 * whose answer is lost has been sent all the same.
 */
public sealed interface Fault {

    /** A delay before the request reaches the platform, which then answers as usual. */
    record Latency(Duration delay) implements Fault {}

    /**
     * A delayed answer to a request that the platform processes at once. The delay ends when the
     * fault is removed, or after a time (the slow release of a token: 18 s on a notifystop). On
     * {@code WS-CLOSE} the server's CLOSE is delayed.
     */
    record Hold(Optional<Duration> atMost) implements Fault {
        /** Delays the answer until the fault is removed. */
        public static Hold untilRemoved() {
            return new Hold(Optional.empty());
        }

        /** Delays the answer for a time, or until the fault is removed. */
        public static Hold during(Duration time) {
            return new Hold(Optional.of(time));
        }
    }

    /**
     * An answer that stops halfway: the platform processes the request and sends the head and half
     * of the body. The rest follows after this time or when the fault is removed.
     */
    record Stall(Optional<Duration> atMost) implements Fault {}

    /** A reset of the connection (RST), before or after the platform processes the request. */
    record Reset(boolean afterHandling) implements Fault {}

    /**
     * A half-open connection: the server keeps the socket but neither reads nor answers, as behind
     * a router that lost its state. The platform does not see the request. Removing the fault
     * closes the socket.
     */
    record HalfOpen() implements Fault {}

    /** A fixed answer; the platform does not see the request. */
    record Answer(Response response) implements Fault {
        /** Returns a status with a short text, as a proxy in front of the platform sends it. */
        public static Answer status(int status, String body) {
            return new Answer(Response.text(status, "text/html", body));
        }
    }

    /** A 200 with truncated JSON; the platform does not see the request. */
    record MalformedJson() implements Fault {}

    /** A 200 with valid JSON of about this many bytes; the platform does not see the request. */
    record OversizedJson(long bytes) implements Fault {}

    /** The platform's own answer with another content type. */
    record ContentType(String contentType) implements Fault {}

    /**
     * A server that does not listen: connections are reset and new ones refused until the fault is
     * removed. Method and path of the rule have no effect.
     */
    record Refuse() implements Fault {}
}
