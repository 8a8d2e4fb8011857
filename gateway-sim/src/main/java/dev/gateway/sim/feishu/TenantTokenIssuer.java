package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The issuer of tenant tokens. While more than a quarter of its token's life is left, an app gets
 * the same token; after that it gets a new one, and both are valid. Guarded by the platform's lock.
 */
final class TenantTokenIssuer {

    private static final int MALFORMED = 10003;
    private static final int UNKNOWN_APP = 10014;
    private static final String BEARER = "Bearer ";

    private final FeishuOptions options;
    private final Map<String, FeishuApp> apps;
    private final Map<String, Token> tokens = new LinkedHashMap<>();
    private final Map<FeishuApp, Token> latest = new LinkedHashMap<>();
    private int issued;

    TenantTokenIssuer(FeishuOptions options, Map<String, FeishuApp> apps) {
        this.options = options;
        this.apps = apps;
    }

    private record Token(String value, FeishuApp app, Instant until) {}

    /** Issues a token. Errors of this call are HTTP 200. */
    Response issue(JsonNode body) throws FeishuException {
        String id = body.path("app_id").asText();
        String secret = body.path("app_secret").asText();
        if (id.isEmpty() || secret.isEmpty()) {
            throw new FeishuException(200, MALFORMED, "invalid param");
        }
        FeishuApp app = apps.get(id);
        if (app == null) {
            throw new FeishuException(200, UNKNOWN_APP, "app id not exists");
        }
        if (app.disabled() || !app.secret().equals(secret)) {
            throw new FeishuException(200, UNKNOWN_APP, "app secret invalid");
        }
        Token token = current(app);
        ObjectNode answer =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("code", 0)
                        .put("msg", "ok")
                        .put("tenant_access_token", token.value())
                        .put("app_access_token", token.value())
                        .put("expire", Duration.between(now(), token.until()).toSeconds());
        return Response.json(200, answer);
    }

    private Token current(FeishuApp app) {
        Token known = latest.get(app);
        Duration quarter = options.tokenLife().dividedBy(4);
        if (known != null && tokens.containsKey(known.value())) {
            if (Duration.between(now(), known.until()).compareTo(quarter) >= 0) {
                return known;
            }
        }
        String value = "t-" + FeishuIds.hash("token " + ++issued);
        Token fresh = new Token(value, app, now().plus(options.tokenLife()));
        tokens.values().removeIf(token -> token.until().isBefore(now()));
        tokens.put(value, fresh);
        latest.put(app, fresh);
        return fresh;
    }

    /** Returns the app that makes a call. */
    FeishuApp caller(Request request) throws FeishuException {
        Optional<String> header = request.header("authorization");
        if (header.isEmpty() || !header.get().startsWith(BEARER)) {
            throw new FeishuException(99991661, "Missing access token for authorization.");
        }
        Token token = tokens.get(header.get().substring(BEARER.length()));
        if (token == null || !now().isBefore(token.until()) || token.app().disabled()) {
            throw new FeishuException(99991663, "Invalid access token for authorization.");
        }
        return token.app();
    }

    /** Invalidates all tokens. */
    void revokeAll() {
        tokens.clear();
    }

    private Instant now() {
        return options.clock().instant();
    }
}
