package dev.gateway.sim.telegram.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.server.Response;

/** A call that the platform refuses, with the platform's own description. */
public final class TelegramException extends Exception {

    private final int code;
    private final transient ObjectNode parameters = JsonNodeFactory.instance.objectNode();

    /** Creates an error with this code and description. */
    public TelegramException(int code, String description) {
        super(description);
        this.code = code;
    }

    /** Returns a 400 for an invalid request. */
    public static TelegramException badRequest(String reason) {
        return new TelegramException(400, "Bad Request: " + reason);
    }

    static TelegramException unparsable(String reason) {
        return badRequest("can't parse entities: " + reason);
    }

    /** Returns the 401 for an invalid token. */
    public static TelegramException unauthorized() {
        return new TelegramException(401, "Unauthorized");
    }

    /** Returns a 403 for a chat that the bot may not write to. */
    public static TelegramException forbidden(String reason) {
        return new TelegramException(403, "Forbidden: " + reason);
    }

    /** Returns a 429 with the time to wait. */
    public static TelegramException tooManyRequests(long retryAfterSeconds) {
        TelegramException error =
                new TelegramException(429, "Too Many Requests: retry after " + retryAfterSeconds);
        error.parameters.put("retry_after", retryAfterSeconds);
        return error;
    }

    /** Returns the 400 for a group that became a supergroup. */
    public static TelegramException migrated(long newChatId) {
        TelegramException error = badRequest("group chat was upgraded to a supergroup chat");
        error.parameters.put("migrate_to_chat_id", newChatId);
        return error;
    }

    /** Returns the error as an answer. */
    public Response response() {
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
