package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.AbstractFakePlatform;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Weixin iLink Bot API with its CDN on loopback. It starts with one bot. The tokens of this and
 * of added bots are the same every time, so that a config stays valid. Thread-safe.
 */
public final class FakeWeixin extends AbstractFakePlatform {

    private final LiveOptions options;
    private final FakeCdn cdn;
    private final QrLoginService qr;
    private final MessageRouter router;
    private final WeixinBotStore bots;

    private FakeWeixin(WeixinOptions first) {
        super("weixin");
        options = new LiveOptions(first);
        cdn = new FakeCdn(options, () -> server().uri());
        router = new MessageRouter(options, scheduler, ledger);
        bots = new WeixinBotStore(options, scheduler, ledger, router);
        qr =
                new QrLoginService(
                        options, scheduler, token -> bots.credentials(token, server().uri()));
        addBot("owner");
        var api = new IlinkRouter(lock, options, bots, methods(), qr, cdn);
        listen(first.port(), api);
    }

    /** Starts on a free port. */
    public static FakeWeixin start() {
        return start(WeixinOptions.defaults());
    }

    /** Starts with these options. */
    public static FakeWeixin start(WeixinOptions options) {
        return new FakeWeixin(options);
    }

    private Map<String, IlinkMethod> methods() {
        var send = new SendMessageMethod(options, ledger, cdn, router);
        var presenceMethods = new PresenceMethods();
        return Map.of(
                "getupdates",
                (bot, body, request) -> {
                    referee.pollStarted(bot.label(), request);
                    return bot.queue().poll(request, body.path("get_updates_buf").asText(""));
                },
                "sendmessage",
                send::call,
                "getuploadurl",
                cdn::getUploadUrl,
                "getconfig",
                presenceMethods::getConfig,
                "sendtyping",
                presenceMethods::sendTyping,
                "msg/notifystart",
                presenceMethods::notice,
                "msg/notifystop",
                presenceMethods::notice);
    }

    /** Adds a bot of this owner and returns its token. */
    public String addBot(String owner) {
        synchronized (lock) {
            return bots.add(owner);
        }
    }

    /** Ends the session of a token, as the platform does: every call gets a -14 from now on. */
    public void endSession(String token) {
        synchronized (lock) {
            bots.get(token).end();
        }
    }

    /** Returns the token of the first bot. */
    public String token() {
        return tokens().get(0);
    }

    @Override
    public WeixinUser user(String token, String name) {
        synchronized (lock) {
            return new WeixinUser(lock, router, cdn, bots.get(token), name);
        }
    }

    @Override
    public WeixinUser user(String name) {
        return user(token(), name);
    }

    /** Returns the phone of a user, which scans QR codes. */
    public WeixinPhone phone(String name) {
        return new WeixinPhone(lock, qr, bots, name);
    }

    /** Returns the number of messages that were not delivered to the bot yet. */
    public int undelivered(String token) {
        synchronized (lock) {
            return bots.get(token).queue().undelivered();
        }
    }

    /** Returns the number of the bot's polls that wait at this moment. */
    public int waitingPolls(String token) {
        synchronized (lock) {
            return bots.get(token).queue().waitingPolls();
        }
    }

    /** Returns each {@code start} and {@code stop} notice of the bot, in order. */
    public List<String> notices(String token) {
        synchronized (lock) {
            return List.copyOf(bots.get(token).notices());
        }
    }

    /** Returns the reasons why messages of the bot were accepted and silently dropped, in order. */
    public List<String> dropped(String token) {
        synchronized (lock) {
            return List.copyOf(bots.get(token).dropped());
        }
    }

    /**
     * Delays the release of a bot by delaying the answer to notifystop. Returns the id of the
     * fault.
     */
    public String slowRelease(Duration time) {
        return server().faults()
                .add(FaultRule.on("/ilink/bot/msg/notifystop", Fault.Hold.during(time)));
    }

    @Override
    public Optional<String> releaseSlowly(Duration time) {
        return Optional.of(slowRelease(time));
    }

    @Override
    public List<String> tokens() {
        synchronized (lock) {
            return bots.tokens();
        }
    }

    @Override
    public String intakePath() {
        return "/ilink/bot/getupdates";
    }

    @Override
    public String sendPath() {
        return "/ilink/bot/sendmessage";
    }

    @Override
    public Response throttled(Duration retryAfter) {
        return Response.text(429, "text/html", "<html>slow down</html>")
                .withHeader("retry-after", Long.toString(retryAfter.toSeconds()));
    }

    /** Ends the session of the token. */
    @Override
    public void revoke(String token) {
        endSession(token);
    }

    /**
     * Returns the config with a long {@code notify_timeout}, so that a slow release is visible in
     * full.
     */
    @Override
    public String gatewayConfig(String token, String entryName) {
        return ("  %s: {type: weixin, token: \"%s\", base_url: \"%s\", cdn_url: \"%s/c2c\","
                        + " notify_timeout: 60s, %s}%n")
                .formatted(entryName, token, server().uri(), server().uri(), OPEN_TO_ALL);
    }

    @Override
    public ObjectNode control(String action, JsonNode arguments) {
        try {
            return new WeixinControl(this, options).run(action, arguments);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
