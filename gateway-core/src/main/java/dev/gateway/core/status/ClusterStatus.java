package dev.gateway.core.status;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;

/**
 * The place of this gateway in its cluster at one moment.
 *
 * @param host the name of this host
 * @param hosts the number of hosts that live, this one included
 * @param leaseLeft the time for which it may act without another beat
 * @param database {@code reachable}, or the reason why the database cannot be used
 */
public record ClusterStatus(String host, int hosts, Duration leaseLeft, String database) {

    /** The text for a database that answers. */
    public static final String REACHABLE = "reachable";

    ObjectNode toJson() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("host", host)
                .put("hosts", hosts)
                .put("lease_left_ms", leaseLeft.toMillis())
                .put("database", database);
    }

    /** Reads the counterpart of {@link #toJson}; empty for the status of a single host. */
    static Optional<ClusterStatus> fromJson(JsonNode json) {
        return json.isObject()
                ? Optional.of(
                        new ClusterStatus(
                                json.path("host").asText(),
                                json.path("hosts").asInt(),
                                Duration.ofMillis(json.path("lease_left_ms").asLong()),
                                json.path("database").asText()))
                : Optional.empty();
    }
}
