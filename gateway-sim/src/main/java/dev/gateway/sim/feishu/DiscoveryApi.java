package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.net.URI;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The discovery and the opening of long connections: each discovery issues a ticket, and each
 * ticket opens one connection. Guarded by the platform's lock.
 */
final class DiscoveryApi {

    private static final int FORBIDDEN = 403;
    private static final int AUTH_FAILED = 514;
    private static final long CONNECTION_LIMIT = 1000040350;
    private static final long WRONG_DOMAIN = 1000040351;

    private final FeishuOptions options;
    private final Map<String, FeishuApp> apps;
    private final EventConnectionRegistry connections;
    private final Map<String, Ticket> tickets = new HashMap<>();
    private int issued;

    DiscoveryApi(
            FeishuOptions options,
            Map<String, FeishuApp> apps,
            EventConnectionRegistry connections) {
        this.options = options;
        this.apps = apps;
        this.connections = connections;
    }

    private record Ticket(FeishuApp app, Instant until) {}

    /** Answers a discovery; errors are HTTP 200. The keys of the body are capitalised. */
    Response discover(JsonNode body, Request request) throws FeishuException {
        FeishuApp app = apps.get(body.path("AppID").asText());
        if (app == null
                || app.disabled()
                || !app.secret().equals(body.path("AppSecret").asText())) {
            throw new FeishuException(200, AUTH_FAILED, "auth failed");
        }
        if (app.forbidden()) {
            throw new FeishuException(200, FORBIDDEN, "forbidden");
        }
        if (app.ofOtherDomain()) {
            throw new FeishuException(200, WRONG_DOMAIN, "Incorrect domain name");
        }
        if (connections.occupied(app) >= options.maxConnections()) {
            throw new FeishuException(200, CONNECTION_LIMIT, "exceed connection limit");
        }
        String ticket = FeishuIds.hash("ticket " + ++issued);
        tickets.values().removeIf(old -> old.until().isBefore(now()));
        tickets.put(ticket, new Ticket(app, now().plus(options.ticketLife())));
        ObjectNode data = JsonNodeFactory.instance.objectNode();
        data.put("URL", url(request, app, ticket).toString());
        data.set("ClientConfig", options.clientConfig());
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", 0);
        answer.put("msg", "success").set("data", data);
        return Response.json(200, answer);
    }

    private static URI url(Request request, FeishuApp app, String ticket) {
        String query =
                "fpid=493&aid=552564&device_id=%d&access_key=%s&service_id=%d&ticket=%s"
                        .formatted(
                                7_000_000_000_000_000_000L + request.connection().id(),
                                FeishuIds.hash("access key " + ticket),
                                app.service(),
                                ticket);
        String host = request.header("host").orElse("127.0.0.1");
        return URI.create("ws://" + host + "/ws/v2?" + query);
    }

    /**
     * Answers an upgrade. The meaning of a refusal is in its headers; the HTTP status is not
     * documented.
     */
    Response open(Request request) {
        Ticket ticket = tickets.remove(request.queryParameter("ticket").orElse(""));
        if (ticket == null || !now().isBefore(ticket.until())) {
            return refusal(AUTH_FAILED, "invalid ticket");
        }
        if (ticket.app().forbidden() || ticket.app().disabled()) {
            return refusal(FORBIDDEN, "forbidden");
        }
        if (connections.occupied(ticket.app()) >= options.maxConnections()) {
            return refusal(AUTH_FAILED, "exceed connection limit")
                    .withHeader("handshake-autherrcode", Long.toString(CONNECTION_LIMIT));
        }
        return Response.webSocket(connections.open(ticket.app()));
    }

    private static Response refusal(int status, String msg) {
        return Response.text(400, "text/plain", msg)
                .withHeader("handshake-status", Integer.toString(status))
                .withHeader("handshake-msg", msg);
    }

    private Instant now() {
        return options.clock().instant();
    }
}
