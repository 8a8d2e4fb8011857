package dev.gateway.sim.weixin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.FakePlatform;
import dev.gateway.sim.chat.Said;
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
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Referee referee = new Referee();
    private final MessageLedger ledger = new MessageLedger();
    private final Rules rules;
    private final FakeCdn cdn;
    private final QrDesk qr;
    private final FakeServer server;
    private final Timers timers =
            new Timers() {
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
    private final PostOffice post;

    private FakeWeixin(WeixinOptions options) {
        rules = new Rules(options);
        cdn = new FakeCdn(rules, () -> server().uri());
        post = new PostOffice(rules, timers, ledger);
        qr = new QrDesk(rules, timers, this::credentials);
        addBot("owner");
        var api = new IlinkApi(lock, rules, accounts, methods(), qr, cdn);
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

    private Map<String, Method> methods() {
        var send = new SendMessage(rules, ledger, cdn);
        var presence = new Presence();
        return Map.of(
                "getupdates",
                (account, body, request) -> {
                    referee.pollStarted(account.label(), request);
                    return account.mailbox().poll(request, body.path("get_updates_buf").asText(""));
                },
                "sendmessage",
                send::call,
                "getuploadurl",
                cdn::getUploadUrl,
                "getconfig",
                presence::getConfig,
                "sendtyping",
                presence::sendTyping,
                "msg/notifystart",
                presence::notice,
                "msg/notifystop",
                presence::notice);
    }

    /** Adds a bot of this owner and returns its token. */
    public String addBot(String owner) {
        synchronized (lock) {
            String botId = Ids.bot(owner + accounts.size());
            String token = Ids.token(botId);
            var box =
                    new Mailbox(
                            rules,
                            timers,
                            ledger,
                            letter -> post.delivered(account(token), letter));
            accounts.put(token, new Account(token, botId, Ids.user(owner), box));
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
            return new WeixinUser(this, account(token), name, Ids.user(name));
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
            return account(token).mailbox().undelivered();
        }
    }

    /** Polls of the bot that wait at this moment. */
    public int waitingPolls(String token) {
        synchronized (lock) {
            return account(token).mailbox().waitingPolls();
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

    QrDesk qr() {
        return qr;
    }

    Said post(Account account, String user, String text, ObjectNode item) {
        synchronized (lock) {
            return new Said(post.post(account, user, text, item), text, ledger);
        }
    }

    /** Logs a user in: a new token for a bot of his own; the tokens he had end after a while. */
    String login(String owner) {
        synchronized (lock) {
            List<Account> before =
                    accounts.values().stream()
                            .filter(account -> account.owner().equals(Ids.user(owner)))
                            .toList();
            before.forEach(account -> timers.later(rules.now().takeover(), account::end));
            return addBot(owner);
        }
    }

    boolean isLive(String token, String owner) {
        synchronized (lock) {
            Account account = accounts.get(token);
            return account != null && !account.isOver() && account.owner().equals(Ids.user(owner));
        }
    }

    private ObjectNode credentials(String token) {
        Account account = account(token);
        return Answers.object()
                .put("bot_token", token)
                .put("ilink_bot_id", account.botId())
                .put("baseurl", server.uri().toString())
                .put("ilink_user_id", account.owner());
    }

    private Account account(String token) {
        Account account = accounts.get(token);
        if (account == null) {
            throw new IllegalArgumentException("no such bot; add it first");
        }
        return account;
    }
}
