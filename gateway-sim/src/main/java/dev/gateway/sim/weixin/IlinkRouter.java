package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.RequestHandler;
import dev.gateway.sim.server.Response;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * The router from a path and a token to a method. Any problem with a token is a -14 with HTTP 200.
 */
final class IlinkRouter implements RequestHandler {

    private static final String PREFIX = "/ilink/bot/";
    private static final String BEARER = "Bearer ";
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Object lock;
    private final LiveOptions options;
    private final WeixinBotStore bots;
    private final Map<String, IlinkMethod> methods;
    private final QrLoginService qr;
    private final FakeCdn cdn;

    IlinkRouter(
            Object lock,
            LiveOptions options,
            WeixinBotStore bots,
            Map<String, IlinkMethod> methods,
            QrLoginService qr,
            FakeCdn cdn) {
        this.lock = lock;
        this.options = options;
        this.bots = bots;
        this.methods = methods;
        this.qr = qr;
        this.cdn = cdn;
    }

    @Override
    public CompletionStage<Response> handle(Request request) {
        synchronized (lock) {
            String path = request.path();
            if (path.startsWith(FakeCdn.PREFIX)) {
                return IlinkResponseFactory.completed(cdn.answer(request));
            }
            if (!path.startsWith(PREFIX)) {
                return IlinkResponseFactory.completed(
                        Response.text(404, "text/plain", "404 page not found"));
            }
            return answer(path.substring(PREFIX.length()), request);
        }
    }

    private CompletionStage<Response> answer(String name, Request request) {
        Optional<JsonNode> body = body(request);
        if (name.equals("get_bot_qrcode")) {
            return IlinkResponseFactory.completed(
                    qr.create(request, body.orElseGet(IlinkResponseFactory::object)));
        }
        if (name.equals("get_qrcode_status")) {
            return qr.status(request);
        }
        IlinkMethod method = methods.get(name);
        if (method == null || !request.method().equals("POST")) {
            return IlinkResponseFactory.completed(
                    Response.text(404, "text/plain", "404 page not found"));
        }
        Optional<WeixinBot> bot = bot(request);
        if (bot.isEmpty()) {
            return IlinkResponseFactory.completed(IlinkResponseFactory.sessionOver());
        }
        if (body.isEmpty()) {
            return IlinkResponseFactory.completed(IlinkResponseFactory.invalid());
        }
        return method.call(bot.get(), body.get(), request);
    }

    private Optional<WeixinBot> bot(Request request) {
        boolean named =
                request.header("iLink-App-Id").isPresent()
                        && request.header("iLink-App-ClientVersion").isPresent();
        if (options.now().needsAppHeaders() && !named) {
            return Optional.empty();
        }
        if (request.header("AuthorizationType").filter("ilink_bot_token"::equals).isEmpty()) {
            return Optional.empty();
        }
        return request.header("Authorization")
                .filter(value -> value.startsWith(BEARER))
                .flatMap(value -> bots.find(value.substring(BEARER.length())))
                .filter(bot -> !bot.isOver());
    }

    private static Optional<JsonNode> body(Request request) {
        try {
            JsonNode body = JSON.readTree(request.body());
            return Optional.ofNullable(body).filter(JsonNode::isObject);
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
