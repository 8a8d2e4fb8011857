package dev.gateway.adapter.feishu.connection;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/**
 * What the platform asks of its clients, at discovery and again with each pong. A limit on the
 * number of reconnects ({@code ReconnectCount}) is not obeyed: a gateway that gives up needs a
 * human.
 *
 * @param pingInterval how often to ping
 * @param reconnectInterval how long to wait after a refused reconnect
 * @param reconnectNonce before the first reconnect, wait a random time up to this
 */
public record ClientConfig(
        Duration pingInterval, Duration reconnectInterval, Duration reconnectNonce) {

    /** What the vendor's clients assume until they are told. */
    public static final ClientConfig DEFAULT =
            new ClientConfig(
                    Duration.ofSeconds(120), Duration.ofSeconds(120), Duration.ofSeconds(30));

    /** Longer waits than this are not believed. */
    private static final long MAX_SECONDS = 600;

    /** Reads what {@code json} says and keeps the rest as it is; seconds out of range are cut. */
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
