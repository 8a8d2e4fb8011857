package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.AbstractFakePlatform;
import dev.gateway.sim.feishu.protocol.EventDeliveryStats;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuIds;
import dev.gateway.sim.server.Fault;
import dev.gateway.sim.server.FaultRule;
import dev.gateway.sim.server.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A Feishu on loopback. It starts with one app. The ids and secrets of this and of added apps are
 * the same every time, so that a config stays valid. Thread-safe.
 *
 * <p>To stall a disconnect, hold the server's CLOSE: {@code server().faults().add(new
 * FaultRule("WS-CLOSE", "*", FaultRule.ALWAYS, Fault.Hold.untilRemoved()))}.
 */
public final class FakeFeishu extends AbstractFakePlatform {

    /** The path of the discovery of endpoints, for faults. */
    public static final String DISCOVERY = "/callback/ws/endpoint";

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);
    private static final int FIRST_SERVICE = 33_554_678;

    private final Map<String, FeishuApp> apps = new LinkedHashMap<>();
    private final FeishuFileStore files;
    private final EventConnectionRegistry connections;
    private final EventPusher events;
    private final FeishuChatStore chats;
    private final FeishuState state;
    private final MessageApi messages;
    private final TenantTokenIssuer tokens;

    private FakeFeishu(FeishuOptions options) {
        super("feishu");
        files = new FeishuFileStore(options);
        connections = new EventConnectionRegistry(lock, options, referee);
        events = new EventPusher(options, connections, ledger, scheduler);
        chats = new FeishuChatStore(options, events, ledger);
        state = new FeishuState(lock, chats, files, ledger);
        tokens = new TenantTokenIssuer(options, apps);
        RateLimiter limits = new RateLimiter(options);
        messages = new MessageApi(options, chats, files, ledger, limits);
        addApp();
        DiscoveryApi endpoints = new DiscoveryApi(options, apps, connections);
        listen(
                options.port(),
                new FeishuRouter(lock, tokens, endpoints, limits, messages, files, state, options));
    }

    /** Starts on a free port with the vendor's numbers. */
    public static FakeFeishu start() {
        return start(FeishuOptions.defaults());
    }

    /** Starts with these options. */
    public static FakeFeishu start(FeishuOptions options) {
        return new FakeFeishu(options);
    }

    /** Adds an app and returns its id. */
    public String addApp() {
        synchronized (lock) {
            int number = apps.size() + 1;
            String id = "cli_" + FeishuIds.hash("app " + number).substring(0, 16);
            String secret = FeishuIds.hash("secret " + number);
            apps.put(id, new FeishuApp(id, secret, FIRST_SERVICE + number - 1));
            return id;
        }
    }

    /** Returns the id of the first app. */
    public String appId() {
        return tokens().get(0);
    }

    /** Returns the secret of an app. */
    public String appSecret(String appId) {
        synchronized (lock) {
            return app(appId).secret();
        }
    }

    /** Returns the id by which the app's bot is mentioned. */
    public String botOpenId(String appId) {
        synchronized (lock) {
            return app(appId).openId();
        }
    }

    /** Invalidates the secret of an app: 514 at discovery, 10014 for tokens. */
    public void disable(String appId) {
        synchronized (lock) {
            app(appId).disable(true);
        }
    }

    /** Forbids or allows long connections of an app, as its console can (403). */
    public void forbid(String appId, boolean forbidden) {
        synchronized (lock) {
            app(appId).forbid(forbidden);
        }
    }

    /** Moves the app to the other one of Feishu and Lark: 1000040351 at discovery. */
    public void moveToOtherDomain(String appId) {
        synchronized (lock) {
            app(appId).moveTo("lark");
        }
    }

    /** Invalidates all tenant tokens: 99991663. */
    public void revokeTokens() {
        synchronized (lock) {
            tokens.revokeAll();
        }
    }

    /** Answers the next discoveries with this code. Returns the id of the fault. */
    public String failDiscovery(long code, String msg, int times) {
        FeishuException error = new FeishuException(200, code, msg);
        return server().faults()
                .add(FaultRule.on(DISCOVERY, new Fault.Answer(error.response())).times(times));
    }

    /**
     * Closes all long connections of an app with CLOSE, and drops those of clients that do not
     * answer.
     */
    public void closeConnections(String appId, int code, String reason) {
        synchronized (lock) {
            for (EventConnection connection : connections.live(app(appId))) {
                connection.socket().close(code, reason);
                scheduler.schedule(CLOSE_TIMEOUT, connection.socket()::drop);
            }
        }
    }

    /** Resets all long connections of an app. */
    public void resetConnections(String appId) {
        synchronized (lock) {
            connections.live(app(appId)).forEach(connection -> connection.socket().reset());
        }
    }

    /** Sends any bytes to all long connections of an app. */
    public void sendBytes(String appId, byte[] message) {
        synchronized (lock) {
            connections.live(app(appId)).forEach(connection -> connection.send(message));
        }
    }

    /** Pushes an event with any payload, which need not make sense. */
    public void pushEvent(String appId, String payload) {
        synchronized (lock) {
            events.publish(
                    app(appId),
                    FeishuIds.hash("event of " + System.nanoTime()),
                    payload.getBytes(StandardCharsets.UTF_8),
                    Optional.empty());
        }
    }

    /** Returns the long connections that the platform counts for an app, in order. */
    public List<FeishuConnectionInfo> clients(String appId) {
        synchronized (lock) {
            return connections.of(app(appId)).stream()
                    .filter(EventConnection::occupied)
                    .map(FeishuConnectionInfo::of)
                    .toList();
        }
    }

    /** Returns the counts of the events so far. */
    public EventDeliveryStats events() {
        synchronized (lock) {
            return new EventDeliveryStats(
                    events.pending(),
                    events.acked(),
                    events.refused(),
                    events.late(),
                    events.lost());
        }
    }

    /** Returns how often a {@code uuid} kept a message from being sent twice. */
    public int repeatedSends() {
        synchronized (lock) {
            return messages.repeated();
        }
    }

    /** Returns the types of the bots' messages in a chat, in order: {@code text}, {@code post}. */
    public List<String> typesOfBot(String chatId) {
        synchronized (lock) {
            return chats.typesOfBots(chatId);
        }
    }

    /** Returns the key of the file of a message; empty if it has none. */
    public String fileKey(String messageId) {
        synchronized (lock) {
            return chats.message(messageId).map(FeishuMessage::fileKey).orElse("");
        }
    }

    @Override
    public FeishuUser user(String appId, String name) {
        synchronized (lock) {
            return new FeishuUser(state, chats.privateChat(app(appId), name), "", name, false);
        }
    }

    @Override
    public FeishuUser user(String name) {
        return user(appId(), name);
    }

    /** Returns a group with the bot in it; created on demand. */
    public FeishuGroup group(String appId, String title) {
        synchronized (lock) {
            return new FeishuGroup(state, chats.group(app(appId), title));
        }
    }

    @Override
    public Optional<String> releaseSlowly(Duration time) {
        FaultRule close = FaultRule.on("*", Fault.Hold.during(time)).method("WS-CLOSE");
        return Optional.of(server().faults().add(close));
    }

    /** Returns the ids of the apps, the unit that only one gateway may use at a time. */
    @Override
    public List<String> tokens() {
        synchronized (lock) {
            return List.copyOf(apps.keySet());
        }
    }

    @Override
    public String intakePath() {
        return DISCOVERY;
    }

    @Override
    public String sendPath() {
        return "/open-apis/im/v1/messages*";
    }

    @Override
    public Response throttled(Duration retryAfter) {
        return new FeishuException(429, 99991400, "request trigger frequency limit")
                .response()
                .withHeader("x-ogw-ratelimit-limit", "100")
                .withHeader("x-ogw-ratelimit-reset", Long.toString(retryAfter.toSeconds()));
    }

    /** Disables the app. */
    @Override
    public void revoke(String appId) {
        disable(appId);
    }

    @Override
    public List<String> secrets(String appId) {
        return List.of(appSecret(appId));
    }

    @Override
    public String gatewayConfig(String appId, String entryName) {
        return "  %s: {type: feishu, app_id: \"%s\", app_secret: \"%s\", base_url: \"%s\", %s}%n"
                .formatted(entryName, appId, appSecret(appId), server().uri(), OPEN_TO_ALL);
    }

    @Override
    public ObjectNode control(String action, JsonNode arguments) {
        return new FeishuControl(this).run(action, arguments);
    }

    private FeishuApp app(String id) {
        FeishuApp app = apps.get(id);
        if (app == null) {
            throw new IllegalArgumentException("no such app; add it first");
        }
        return app;
    }
}
