package dev.gateway.sim.telegram;

import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.RequestHandler;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.content.TelegramFileStore;
import dev.gateway.sim.telegram.protocol.ArgumentParser;
import dev.gateway.sim.telegram.protocol.TelegramException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The router from a path to a bot and one of its methods. */
final class BotApiRouter implements RequestHandler {

    private final Object lock;
    private final Map<String, TelegramBot> bots;
    private final Map<String, BotApiMethod> methods;
    private final TelegramFileStore files;

    BotApiRouter(
            Object lock,
            Map<String, TelegramBot> bots,
            Map<String, BotApiMethod> methods,
            TelegramFileStore files) {
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
            } catch (TelegramException error) {
                return CompletableFuture.completedFuture(error.response());
            }
        }
    }

    private CompletionStage<Response> answer(Request request) throws TelegramException {
        String path = request.path();
        boolean download = path.startsWith("/file/bot");
        String rest = download ? path.substring("/file/bot".length()) : path.substring(1);
        if (!download && !rest.startsWith("bot") || !rest.contains("/")) {
            throw new TelegramException(404, "Not Found");
        }
        String token = rest.substring(download ? 0 : "bot".length(), rest.indexOf('/'));
        String name = rest.substring(rest.indexOf('/') + 1);
        if (!token.matches("\\d+:[A-Za-z0-9_-]{24,}")) {
            throw new TelegramException(401, "Unauthorized: invalid token specified");
        }
        TelegramBot bot = bots.get(token);
        if (bot == null) {
            throw TelegramException.unauthorized();
        }
        SessionMethods.refuseUnlessActive(bot);
        if (download) {
            return CompletableFuture.completedFuture(files.download(name, request));
        }
        BotApiMethod method = methods.get(name.toLowerCase(Locale.ROOT));
        if (method == null) {
            throw new TelegramException(404, "Not Found: method not found");
        }
        return method.call(bot, ArgumentParser.read(request), request);
    }
}
