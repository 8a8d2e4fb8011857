package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.referee.MessageLedger;
import dev.gateway.sim.referee.Referee;
import dev.gateway.sim.server.FakeServer;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.Response;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * A Weixin iLink Bot API with its CDN on loopback. Starts with one bot; its token, like that of
 * each further bot, is the same every time, so that a config stays valid. Thread-safe.
 */
public final class FakeWeixin implements FakePlatform {

    private final Object lock = new Object();
    private final Map<String, WeixinBot> accounts = new LinkedHashMap<>();
    private final Referee referee = new Referee();
    private final MessageLedger ledger = new MessageLedger();
    private final LiveOptions rules;
    private final FakeCdn cdn;
    private final QrLoginService qr;
    private final FakeServer server;
    private final WeixinScheduler timers =
            new WeixinScheduler() {
                @Override
                public Future<?> later(Duration delay, Runnable task) {
                    return server.later(delay, () -> now(task));
                }

                @Override
                public void now(Runnable task) {
                    synchronized (lock) {
                        task.run();
                    }
                }
            };
    private final MessageRouter post;

    private FakeWeixin(WeixinOptions options) {
        rules = new LiveOptions(options);
        cdn = new FakeCdn(rules, () -> server().uri());
        post = new MessageRouter(rules, timers, ledger);
        qr = new QrLoginService(rules, timers, this::credentials);
        addBot("owner");
        var api = new IlinkRouter(lock, rules, accounts, methods(), qr, cdn);
        server = FakeServer.start("weixin", options.port(), api);
    }

    /** Starts on a free port. */
    public static FakeWeixin start() {
        return start(WeixinOptions.defaults());
    }

    /** Starts with these rules.now(). */
    public static FakeWeixin start(WeixinOptions options) {
        return new FakeWeixin(options);
    }

    private Map<String, IlinkMethod> methods() {
        var send = new SendMessageMethod(rules, ledger, cdn);
        var presenceMethods = new PresenceMethods();
        return Map.of(
                "getupdates",
                (account, body, request) -> {
                    referee.pollStarted(account.label(), request);
                    return account.queue().poll(request, body.path("get_updates_buf").asText(""));
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
            String botId = WeixinIds.bot(owner + accounts.size());
            String token = WeixinIds.token(botId);
            var box =
                    new WeixinUpdateQueue(
                            rules,
                            timers,
                            ledger,
                            message -> post.delivered(account(token), message));
            accounts.put(token, new WeixinBot(token, botId, WeixinIds.user(owner), box));
            return token;
        }
    }

    /** The platform ends the session of a token: every call gets a -14 from now on. */
    public void endSession(String token) {
        synchronized (lock) {
            account(token).end();
        }
    }

    /** The token of the bot that it starts with. */
    public String token() {
        return tokens().get(0);
    }

    @Override
    public WeixinUser user(String token, String name) {
        synchronized (lock) {
            return new WeixinUser(this, account(token), name, WeixinIds.user(name));
        }
    }

    @Override
    public WeixinUser user(String name) {
        return user(token(), name);
    }

    /** The phone that scans QR codes. */
    public WeixinPhone phone(String name) {
        return new WeixinPhone(this, name);
    }

    /** Messages that were not delivered to the bot yet. */
    public int undelivered(String token) {
        synchronized (lock) {
            return account(token).queue().undelivered();
        }
    }

    /** Polls of the bot that wait at this moment. */
    public int waitingPolls(String token) {
        synchronized (lock) {
            return account(token).queue().waitingPolls();
        }
    }

    /** Each {@code start} and {@code stop} that the bot gave notice of, in order. */
    public List<String> notices(String token) {
        synchronized (lock) {
            return List.copyOf(account(token).notices());
        }
    }

    /** Why messages of the bot were taken and silently dropped, in order. */
    public List<String> dropped(String token) {
        synchronized (lock) {
            return List.copyOf(account(token).dropped());
        }
    }

    /**
     * Makes the platform take this long to let go of a bot: the answer to notifystop is held back.
     * Returns the id of the fault.
     */
    public String slowRelease(Duration time) {
        return server.faults()
                .add(FaultRule.on("/ilink/bot/msg/notifystop", Fault.Hold.during(time)));
    }

    @Override
    public Optional<String> releaseSlowly(Duration time) {
        return Optional.of(slowRelease(time));
    }

    @Override
    public String type() {
        return "weixin";
    }

    @Override
    public FakeServer server() {
        return server;
    }

    @Override
    public Referee referee() {
        return referee;
    }

    @Override
    public MessageLedger ledger() {
        return ledger;
    }

    @Override
    public List<String> tokens() {
        synchronized (lock) {
            return List.copyOf(accounts.keySet());
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

    /** Ends its session. */
    @Override
    public void revoke(String token) {
        endSession(token);
    }

    /** The long {@code notify_timeout} lets a slow release be seen in full. */
    @Override
    public String gatewayConfig(String token, String entryName) {
        return ("  %s: {type: weixin, token: \"%s\", base_url: \"%s\", cdn_url: \"%s/c2c\","
                        + " notify_timeout: 60s}%n")
                .formatted(entryName, token, server.uri(), server.uri());
    }

    @Override
    public ObjectNode control(String action, JsonNode arguments) {
        try {
            return new WeixinControl(this, rules).run(action, arguments);
        } catch (IllegalStateException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        server.close();
    }

    Object lock() {
        return lock;
    }

    FakeCdn cdn() {
        return cdn;
    }

    QrLoginService qr() {
        return qr;
    }

    SentMessage post(WeixinBot account, String user, String text, ObjectNode item) {
        synchronized (lock) {
            return new SentMessage(post.route(account, user, text, item), text, ledger);
        }
    }

    /** Logs a user in: a new token for a bot of his own; the tokens he had end after a while. */
    String login(String owner) {
        synchronized (lock) {
            List<WeixinBot> before =
                    accounts.values().stream()
                            .filter(account -> account.owner().equals(WeixinIds.user(owner)))
                            .toList();
            before.forEach(account -> timers.later(rules.now().takeover(), account::end));
            return addBot(owner);
        }
    }

    boolean isLive(String token, String owner) {
        synchronized (lock) {
            WeixinBot account = accounts.get(token);
            return account != null
                    && !account.isOver()
                    && account.owner().equals(WeixinIds.user(owner));
        }
    }

    private ObjectNode credentials(String token) {
        WeixinBot account = account(token);
        return IlinkResponseFactory.object()
                .put("bot_token", token)
                .put("ilink_bot_id", account.botId())
                .put("baseurl", server.uri().toString())
                .put("ilink_user_id", account.owner());
    }

    private WeixinBot account(String token) {
        WeixinBot account = accounts.get(token);
        if (account == null) {
            throw new IllegalArgumentException("no such bot; add it first");
        }
        return account;
    }
}
