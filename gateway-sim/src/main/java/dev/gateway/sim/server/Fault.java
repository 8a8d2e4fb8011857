package dev.gateway.sim.server;

import java.time.Duration;
import java.util.Optional;

/**
 * What can go wrong with one exchange. Each says whether the platform worked on the request: a
 * message whose answer is lost was sent all the same.
 */
public sealed interface Fault {

    /** The request takes this long to reach the platform; then all is well. */
    record Latency(Duration delay) implements Fault {}

    /**
     * The platform works on the request, but its answer is held back: until the fault is removed,
     * or for a time (the slow release of a token: 18 s on a notifystop). On {@code WS-CLOSE} it is
     * the CLOSE of the server that is held back.
     */
    record Hold(Optional<Duration> atMost) implements Fault {
        /** Until the fault is removed. */
        public static Hold untilRemoved() {
            return new Hold(Optional.empty());
        }

        /** For a time, unless the fault is removed before. */
        public static Hold during(Duration time) {
            return new Hold(Optional.of(time));
        }
    }

    /**
     * The platform works on the request and sends the head and half of the body of its answer; the
     * rest follows after this time or when the fault is removed.
     */
    record Stall(Optional<Duration> atMost) implements Fault {}

    /** The connection is reset (RST), before or after the platform worked on the request. */
    record Reset(boolean afterHandling) implements Fault {}

    /**
     * The server neither reads nor answers any more but keeps the socket, as behind a router that
     * forgot the connection. The platform does not see the request. Removing the fault closes it.
     */
    record HalfOpen() implements Fault {}

    /** This answer instead; the platform does not see the request. */
    record Answer(Response response) implements Fault {
        /** A status with a short text, as a proxy in front of the platform says it. */
        public static Answer status(int status, String body) {
            return new Answer(Response.text(status, "text/html", body));
        }
    }

    /** A 200 whose JSON ends in the middle; the platform does not see the request. */
    record MalformedJson() implements Fault {}

    /** A 200 with valid JSON of about this many bytes; the platform does not see the request. */
    record OversizedJson(long bytes) implements Fault {}

    /** The platform's own answer under another content type. */
    record ContentType(String contentType) implements Fault {}

    /**
     * Nobody listens: connections are reset and new ones refused until the fault is removed. Method
     * and path of the rule do not matter.
     */
    record Refuse() implements Fault {}
}
