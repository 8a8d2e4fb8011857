package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.RequestHandler;
import dev.gateway.sim.server.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The router from a path to the method that answers it. */
final class FeishuRouter implements RequestHandler {

    private static final String ID = "([^/]+)";
    private static final String MESSAGES = "/open-apis/im/v1/messages";
    private static final String TOO_OFTEN =
            "{\"code\":99991400,\"msg\":\"request trigger frequency limit\"}";

    private final Object lock;
    private final TenantTokenIssuer tokens;
    private final DiscoveryApi discovery;
    private final RateLimiter limits;
    private final List<Route> routes = new ArrayList<>();

    FeishuRouter(
            Object lock,
            TenantTokenIssuer tokens,
            DiscoveryApi discovery,
            RateLimiter limits,
            MessageApi messages,
            FeishuFileStore files,
            FeishuState state,
            FeishuOptions options) {
        this.lock = lock;
        this.tokens = tokens;
        this.discovery = discovery;
        this.limits = limits;
        MessageQueryApi queries = new MessageQueryApi(state.chats(), files);
        route("POST", MESSAGES, messages::create);
        route("GET", MESSAGES, queries::list);
        route("POST", MESSAGES + "/merge_forward", queries::forwardAll);
        route("GET", MESSAGES + "/" + ID, queries::get);
        route("PUT", MESSAGES + "/" + ID, messages::change);
        route("PATCH", MESSAGES + "/" + ID, messages::change);
        route("DELETE", MESSAGES + "/" + ID, messages::recall);
        route("POST", MESSAGES + "/" + ID + "/reply", messages::reply);
        route("POST", MESSAGES + "/" + ID + "/forward", queries::forward);
        ReactionApi reactions = new ReactionApi(options, state.chats());
        route("POST", MESSAGES + "/" + ID + "/reactions", reactions::add);
        route("GET", MESSAGES + "/" + ID + "/reactions", reactions::list);
        route("DELETE", MESSAGES + "/" + ID + "/reactions/" + ID, reactions::remove);
        route("GET", MESSAGES + "/" + ID + "/resources/" + ID, queries::resource);
        DirectoryApi directory = new DirectoryApi(state.chats());
        route("GET", "/open-apis/im/v1/chats", directory::chats);
        route("GET", "/open-apis/im/v1/chats/" + ID, directory::chat);
        route("GET", "/open-apis/im/v1/chats/" + ID + "/members", directory::members);
        route("GET", "/open-apis/contact/v3/users/" + ID, directory::user);
        route("POST", "/open-apis/im/v1/images", files::uploadImage);
        route("GET", "/open-apis/im/v1/images/" + ID, files::download);
        route("POST", "/open-apis/im/v1/files", files::uploadFile);
        route("GET", "/open-apis/im/v1/files/" + ID, files::download);
        route("GET", "/open-apis/bot/v3/info", FeishuRouter::botInfo);
    }

    private interface Handler {
        Response handle(RestCall call) throws FeishuException;
    }

    private record Route(String method, Pattern path, Handler handler) {}

    private void route(String method, String path, Handler handler) {
        routes.add(new Route(method, Pattern.compile(path), handler));
    }

    @Override
    public CompletionStage<Response> handle(Request request) {
        synchronized (lock) {
            try {
                return CompletableFuture.completedFuture(answer(request));
            } catch (FeishuException error) {
                return CompletableFuture.completedFuture(error.response());
            }
        }
    }

    private Response answer(Request request) throws FeishuException {
        return switch (request.path()) {
            case "/open-apis/auth/v3/tenant_access_token/internal",
                    "/open-apis/auth/v3/app_access_token/internal" ->
                    tokens.issue(RestCall.json(request));
            case "/callback/ws/endpoint" -> discovery.discover(RestCall.json(request), request);
            case "/ws/v2" -> discovery.open(request);
            default -> call(request);
        };
    }

    private Response call(Request request) throws FeishuException {
        for (Route route : routes) {
            Matcher path = route.path().matcher(request.path());
            if (route.method().equals(request.method()) && path.matches()) {
                FeishuApp app = tokens.caller(request);
                if (limits.exceededBy(app)) {
                    return Response.text(429, "application/json", TOO_OFTEN)
                            .withHeader("x-ogw-ratelimit-limit", "50")
                            .withHeader("x-ogw-ratelimit-reset", "1");
                }
                List<String> groups = new ArrayList<>();
                for (int i = 1; i <= path.groupCount(); i++) {
                    groups.add(path.group(i));
                }
                return route.handler().handle(new RestCall(app, request, groups));
            }
        }
        throw new FeishuException(404, 404, "404 page not found");
    }

    /** Returns the bot's description. Unlike all other answers, it has no {@code data}. */
    private static Response botInfo(RestCall call) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode().put("code", 0).put("msg", "ok");
        answer.putObject("bot")
                .put("activate_status", 2)
                .put("app_name", call.app().name())
                .put("avatar_url", "")
                .put("open_id", call.app().openId())
                .putArray("ip_white_list");
        return Response.json(200, answer);
    }
}
