package dev.gateway.sim.telegram;

import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.RequestHandler;
import dev.gateway.sim.server.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** From a path to a bot and one of its methods. */
final class BotApi implements RequestHandler {

    private final Object lock;
    private final Map<String, Bot> bots;
    private final Map<String, Method> methods;
    private final Files files;

    BotApi(Object lock, Map<String, Bot> bots, Map<String, Method> methods, Files files) {
        this.lock = lock;
        this.bots = bots;
        this.files = files;
        this.methods = new LinkedHashMap<>();
        methods.forEach((name, method) -> this.methods.put(name.toLowerCase(Locale.ROOT), method));
    }

    @Override
    public CompletionStage<Response> handle(Request request) {
        synchronized (lock) {
            try {
                return answer(request);
            } catch (TelegramError error) {
                return CompletableFuture.completedFuture(error.response());
            }
        }
    }

    private CompletionStage<Response> answer(Request request) throws TelegramError {
        String path = request.path();
        boolean download = path.startsWith("/file/bot");
        String rest = download ? path.substring("/file/bot".length()) : path.substring(1);
        if (!download && !rest.startsWith("bot") || !rest.contains("/")) {
            throw new TelegramError(404, "Not Found");
        }
        String token = rest.substring(download ? 0 : "bot".length(), rest.indexOf('/'));
        String name = rest.substring(rest.indexOf('/') + 1);
        if (!token.matches("\\d+:[A-Za-z0-9_-]{24,}")) {
            throw new TelegramError(401, "Unauthorized: invalid token specified");
        }
        Bot bot = bots.get(token);
        if (bot == null) {
            throw TelegramError.unauthorized();
        }
        Sessions.refuseUnlessActive(bot);
        if (download) {
            return CompletableFuture.completedFuture(files.download(name));
        }
        Method method = methods.get(name.toLowerCase(Locale.ROOT));
        if (method == null) {
            throw new TelegramError(404, "Not Found: method not found");
        }
        return method.call(bot, ArgumentReader.read(request), request);
    }
}
