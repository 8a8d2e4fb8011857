package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Response;

/** A call that the platform refuses, in the platform's own words. */
final class TelegramError extends Exception {

    private final int code;
    private final transient ObjectNode parameters = JsonNodeFactory.instance.objectNode();

    TelegramError(int code, String description) {
        super(description);
        this.code = code;
    }

    static TelegramError badRequest(String reason) {
        return new TelegramError(400, "Bad Request: " + reason);
    }

    static TelegramError unauthorized() {
        return new TelegramError(401, "Unauthorized");
    }

    static TelegramError forbidden(String reason) {
        return new TelegramError(403, "Forbidden: " + reason);
    }

    static TelegramError tooManyRequests(long retryAfterSeconds) {
        TelegramError error =
                new TelegramError(429, "Too Many Requests: retry after " + retryAfterSeconds);
        error.parameters.put("retry_after", retryAfterSeconds);
        return error;
    }

    static TelegramError migrated(long newChatId) {
        TelegramError error = badRequest("group chat was upgraded to a supergroup chat");
        error.parameters.put("migrate_to_chat_id", newChatId);
        return error;
    }

    Response response() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.put("ok", false).put("error_code", code).put("description", getMessage());
        if (!parameters.isEmpty()) {
            body.set("parameters", parameters);
        }
        Response response = Response.json(code, body);
        return parameters.has("retry_after")
                ? response.withHeader("retry-after", parameters.get("retry_after").asText())
                : response;
    }
}
