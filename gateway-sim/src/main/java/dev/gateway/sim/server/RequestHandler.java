package dev.gateway.sim.server;

import java.util.concurrent.CompletionStage;

/** The function of a fake platform that answers requests. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Answers one request. Called on the server's only thread and therefore must not block. The
     * stage may be completed by any thread, at any time, or never. An exception becomes a 500 with
     * the exception's text.
     */
    CompletionStage<Response> handle(Request request);
}
