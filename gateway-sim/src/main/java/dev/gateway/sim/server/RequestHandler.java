package dev.gateway.sim.server;

import java.util.concurrent.CompletionStage;

/** What a fake platform does with a request. */
@FunctionalInterface
public interface RequestHandler {

    /**
     * Answers one request. Called on the server's one thread, so it must not block; the stage may
     * be completed by any thread, at any time, or never. An exception becomes a 500 that says so.
     */
    CompletionStage<Response> handle(Request request);
}
