package dev.gateway.sim.telegram;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.AbstractFakePlatform;
import dev.gateway.sim.server.Request;
import dev.gateway.sim.server.Response;
import dev.gateway.sim.telegram.content.TelegramFileStore;
import dev.gateway.sim.telegram.content.UserIdentity;
import dev.gateway.sim.telegram.protocol.MethodArguments;
import dev.gateway.sim.telegram.protocol.TelegramException;
import dev.gateway.sim.telegram.protocol.UpdateQueue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A Telegram Bot API on loopback. It starts with one bot. The tokens of this and of added bots are
 * the same every time, so that a config stays valid. Thread-safe.
 *
 * <p>All bots may read all messages of their groups.
 */
public final class FakeTelegram extends AbstractFakePlatform {

    private static final long FIRST_BOT = 700_000_001;
    private static final int SECRET_LENGTH = 35;

    private final Map<String, TelegramBot> bots = new LinkedHashMap<>();
    private final TelegramChatStore chats = new TelegramChatStore();
    private final TelegramFileStore files;
    private final TelegramOptions options;
    private final TelegramState state;

    private FakeTelegram(TelegramOptions options) {
        super("telegram");
        this.options = options;
        files = new TelegramFileStore(options.localFolder());
        state = new TelegramState(lock, chats, files, ledger, options.clock());
        addBot("first_fake_bot");
        BotApiRouter api = new BotApiRouter(lock, bots, methods(), files);
        listen(options.port(), api);
    }

    /** Starts on a free port. */
    public static FakeTelegram start() {
        return start(TelegramOptions.defaults());
    }

    /** Starts with these options. */
    public static FakeTelegram start(TelegramOptions options) {
        return new FakeTelegram(options);
    }

    private Map<String, BotApiMethod> methods() {
        SendTargetResolver targets =
                new SendTargetResolver(chats, options.clock(), options.messagesPerMinute());
        ChatMethods chatMethods = new ChatMethods(targets, chats);
        TopicMethods topicMethods = new TopicMethods(targets);
        MessageMethods messageMethods = new MessageMethods(targets, options.clock());
        WebhookMethods webhookMethods = new WebhookMethods(options.clock());
        SessionMethods sessionMethods = new SessionMethods(options.clock());
        Map<String, BotApiMethod> all = new LinkedHashMap<>();
        all.put("getUpdates", (bot, args, call) -> bot.slot().getUpdates(bot, args, call));
        all.put("getFile", this::getFile);
        all.putAll(new SendMethods(targets, state).all());
        all.putAll(messageMethods.all());
        all.putAll(chatMethods.all());
        all.putAll(topicMethods.all());
        all.putAll(ProfileMethods.all());
        all.put("setWebhook", webhookMethods::set);
        all.put("deleteWebhook", webhookMethods::delete);
        all.put("getWebhookInfo", webhookMethods::info);
        all.put("getMe", sessionMethods::getMe);
        all.put("close", sessionMethods::close);
        all.put("logOut", sessionMethods::logOut);
        return all;
    }

    private CompletionStage<Response> getFile(
            TelegramBot bot, MethodArguments arguments, Request request) throws TelegramException {
        return BotApiResponseFactory.now(files.describe(bot.token(), arguments));
    }

    /** Adds a bot and returns its token. */
    public String addBot(String username) {
        synchronized (lock) {
            long id = FIRST_BOT + bots.size();
            String token = id + ":" + secret(id);
            addBot(token, username);
            return token;
        }
    }

    /**
     * Adds a bot whose updates start at this number, and returns its token. On the platform the
     * numbers start anywhere, so also slightly below those of another bot.
     */
    public String addBot(String username, long firstUpdate) {
        synchronized (lock) {
            long id = FIRST_BOT + bots.size();
            String token = id + ":" + secret(id);
            addBot(token, username, firstUpdate);
            return token;
        }
    }

    /** Adds a bot with this token: {@code <number>:<at least 24 of A-Z a-z 0-9 _ ->}. */
    public void addBot(String token, String username) {
        synchronized (lock) {
            addBot(token, username, 100_000_000L + bots.size() * 1_000_000L);
        }
    }

    private void addBot(String token, String username, long firstUpdate) {
        if (!token.matches("\\d{1,18}:[A-Za-z0-9_-]{24,}")) {
            throw new IllegalArgumentException("not the form of a Telegram bot token");
        }
        synchronized (lock) {
            PollSlot slot = new PollSlot(options, scheduler, referee, ledger);
            UpdateQueue queue = new UpdateQueue(firstUpdate);
            bots.put(
                    token,
                    new TelegramBot(token, username, options.clock().instant(), slot, queue));
        }
    }

    /** Revokes the token, as the bot's owner can: every call gets a 401 from now on. */
    @Override
    public void revoke(String token) {
        synchronized (lock) {
            bot(token).state(TelegramBot.State.REVOKED);
            bot(token).slot().fail(TelegramException.unauthorized());
        }
    }

    /** Returns the token of the first bot. */
    public String token() {
        return tokens().get(0);
    }

    @Override
    public TelegramUser user(String token, String name) {
        synchronized (lock) {
            TelegramChat chat = chats.privateChat(bot(token), name);
            return new TelegramUser(state, chat, 0, UserIdentity.person(chats.user(name), name));
        }
    }

    @Override
    public TelegramUser user(String name) {
        return user(token(), name);
    }

    /** Returns a plain group with the bot in it; created on demand. */
    public TelegramGroup group(String token, String title) {
        synchronized (lock) {
            return new TelegramGroup(state, chats.group(bot(token), title), title);
        }
    }

    /** Returns a plain group of several bots, which see each other's messages. */
    public TelegramGroup sharedGroup(List<String> tokens, String title) {
        synchronized (lock) {
            List<TelegramBot> members = tokens.stream().map(this::bot).toList();
            return new TelegramGroup(state, chats.sharedGroup(members, title), title);
        }
    }

    /** Delivers an update of any type unchanged. */
    public void pushUpdate(String token, String type, ObjectNode content) {
        synchronized (lock) {
            bot(token).deliver(type, content, options.clock().instant(), Optional.empty());
        }
    }

    /** Returns the pressed buttons by query, each with the bot's answer once there is one. */
    public Map<String, Optional<String>> callbacks(String token) {
        synchronized (lock) {
            return new LinkedHashMap<>(bot(token).callbacks());
        }
    }

    /** Returns a supergroup with the bot in it, which can have topics; created on demand. */
    public TelegramGroup supergroup(String token, String title) {
        synchronized (lock) {
            return new TelegramGroup(state, chats.supergroup(bot(token), title), title);
        }
    }

    /** Returns the number of updates that are not confirmed yet. */
    public int pendingUpdates(String token) {
        synchronized (lock) {
            return bot(token).queue().size();
        }
    }

    @Override
    public List<String> tokens() {
        synchronized (lock) {
            return List.copyOf(bots.keySet());
        }
    }

    @Override
    public String intakePath() {
        return "/bot*/getUpdates";
    }

    @Override
    public String sendPath() {
        return "/bot*/sendMessage";
    }

    @Override
    public Response throttled(Duration retryAfter) {
        return TelegramException.tooManyRequests(retryAfter.toSeconds()).response();
    }

    /**
     * Returns the part after the colon; the part before it is the number of the bot, which is
     * public.
     */
    @Override
    public List<String> secrets(String token) {
        return List.of(token.substring(token.indexOf(':') + 1));
    }

    @Override
    public String gatewayConfig(String token, String entryName) {
        return "  %s: {type: telegram, token: \"%s\", base_url: \"%s\", %s}%n"
                .formatted(entryName, token, server().uri(), OPEN_TO_ALL);
    }

    @Override
    public ObjectNode control(String action, JsonNode arguments) {
        return new TelegramControl(this).run(action, arguments);
    }

    private TelegramBot bot(String token) {
        TelegramBot bot = bots.get(token);
        if (bot == null) {
            throw new IllegalArgumentException("no such bot; add it first");
        }
        return bot;
    }

    private static String secret(long id) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(("fake bot " + id).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().encodeToString(hash).substring(0, SECRET_LENGTH);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }
}
