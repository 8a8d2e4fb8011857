package dev.gateway.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * The process that holds an account in a cluster.
 *
 * @param host the name of its host
 * @param pid its PID there
 */
public record AccountHolder(String host, long pid) {

    ObjectNode toJson() {
        return JsonNodeFactory.instance.objectNode().put("host", host).put("pid", pid);
    }

    /** Reads the counterpart of {@link #toJson}; empty if there is none. */
    static Optional<AccountHolder> fromJson(JsonNode json) {
        return json.isObject()
                ? Optional.of(
                        new AccountHolder(json.path("host").asText(), json.path("pid").asLong()))
                : Optional.empty();
    }
}
