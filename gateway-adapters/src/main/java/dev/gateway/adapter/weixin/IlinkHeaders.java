package dev.gateway.adapter.weixin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.core.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The headers of every call. Without {@code iLink-App-Id} and its version some servers answer -14
 * as if the session had expired; without {@code base_info} they accept a message and never deliver
 * it.
 */
public final class IlinkHeaders {

    private static final int MAJOR = 2;
    private static final int MINOR = 4;
    private static final int PATCH = 9;
    private static final String VERSION = MAJOR + "." + MINOR + "." + PATCH;
    private static final String VERSION_CODE = Integer.toString(MAJOR << 16 | MINOR << 8 | PATCH);
    private static final String AGENT = "Gateway/0.1";

    private IlinkHeaders() {}

    /** Adds the headers of GET calls, which every other call has too. */
    public static HttpRequest.Builder app(HttpRequest.Builder request) {
        return request.header("iLink-App-Id", "bot")
                .header("iLink-App-ClientVersion", VERSION_CODE);
    }

    /** Adds the headers of POST calls; those of the login have no token. */
    public static HttpRequest.Builder post(HttpRequest.Builder request) {
        long uin = Integer.toUnsignedLong(ThreadLocalRandom.current().nextInt());
        byte[] decimal = Long.toString(uin).getBytes(StandardCharsets.US_ASCII);
        return app(request)
                .header("Content-Type", "application/json")
                .header("AuthorizationType", "ilink_bot_token")
                .header("X-WECHAT-UIN", Base64.getEncoder().encodeToString(decimal));
    }

    /** Adds {@code base_info} to a body. */
    public static ObjectNode withBaseInfo(ObjectNode body) {
        body.putObject("base_info").put("channel_version", VERSION).put("bot_agent", AGENT);
        return body;
    }
}
