package dev.gateway.sim.reported;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpRequest;
import java.util.Optional;

/** The requests of a platform that is polled. */
interface PollProtocol {

    /** Says hello; its failure is a failure to connect. */
    HttpRequest connectRequest(ReportedAccount account);

    /** Asks for what came after {@code cursor}, which is empty at first. */
    HttpRequest pollRequest(ReportedAccount account, String cursor);

    /** The cursor after this answer. */
    String cursor(JsonNode answer, String before);

    /** Takes leave, if the platform knows of such a thing. */
    Optional<HttpRequest> disconnectRequest(ReportedAccount account);
}
