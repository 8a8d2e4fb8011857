package dev.gateway.adapter.feishu.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * The platform's requirements for its clients, received at discovery and again with each pong. A
 * limit on the number of reconnects ({@code ReconnectCount}) is not obeyed: a gateway that gives up
 * needs an operator.
 *
 * @param pingInterval interval of pings
 * @param reconnectInterval pause after a refused reconnect
 * @param reconnectNonce upper bound of a random pause before the first reconnect
 */
public record ClientConfig(
        Duration pingInterval, Duration reconnectInterval, Duration reconnectNonce) {

    /** The vendor's defaults before the first response. */
    public static final ClientConfig DEFAULT =
            new ClientConfig(
                    Duration.ofSeconds(120), Duration.ofSeconds(120), Duration.ofSeconds(30));

    /** The longest accepted pause. */
    private static final long MAX_SECONDS = 600;

    /** Returns this config with the values of {@code json}; seconds out of range are clamped. */
    public ClientConfig with(JsonNode json) {
        return new ClientConfig(
                seconds(json, "PingInterval", 1, pingInterval),
                seconds(json, "ReconnectInterval", 0, reconnectInterval),
                seconds(json, "ReconnectNonce", 0, reconnectNonce));
    }

    private static Duration seconds(JsonNode json, String key, long least, Duration otherwise) {
        JsonNode value = json.path(key);
        return value.canConvertToLong()
                ? Duration.ofSeconds(Math.min(Math.max(value.asLong(), least), MAX_SECONDS))
                : otherwise;
    }
}
