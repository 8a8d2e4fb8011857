package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.Optional;

/** The requests of a platform that is polled. */
interface PollProtocol {

    /** Returns the first request; its failure is a failure to connect. */
    HttpRequest connectRequest(ReportedAccount account);

    /** Returns the request for the updates after {@code cursor}, which is empty at first. */
    HttpRequest pollRequest(ReportedAccount account, String cursor);

    /** Returns the cursor after this answer. */
    String cursor(JsonNode answer, String before);

    /** Returns the request that ends the session, if the platform has one. */
    Optional<HttpRequest> disconnectRequest(ReportedAccount account);
}
