package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.message.BotOpenId;
import dev.gateway.adapter.feishu.message.EventFactSource;
import dev.gateway.core.platform.PlatformContext;
import dev.gateway.core.platform.Quote;
import java.time.Duration;
import java.util.Optional;

/** The facts about the bot and its chats that events lack. */
final class FeishuEventFacts implements EventFactSource {

    /** The time that an event waits for one fact; the platform waits 3 s for the ack. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private static final int MOST = 5_000;
    private static final String PERSON = "ou_";

    private final String appId;
    private final BotOpenId bot;
    private final FeishuDirectory directory;
    private final FeishuMessageLookup lookup;
    private final PlatformContext context;
    private final LruCache<String, Boolean> sent = new LruCache<>(MOST);
    private final LruCache<String, Boolean> direct = new LruCache<>(MOST);

    FeishuEventFacts(
            String appId,
            BotOpenId bot,
            FeishuDirectory directory,
            FeishuMessageLookup lookup,
            PlatformContext context) {
        this.appId = appId;
        this.bot = bot;
        this.directory = directory;
        this.lookup = lookup;
        this.context = context;
    }

    /** Records a message that the bot sent. */
    void sent(String messageId) {
        sent.put(messageId, true);
    }

    @Override
    public Optional<String> openId() throws InterruptedException {
        return bot.openId();
    }

    /**
     * Returns whether the bot sent a message. The journal knows those of earlier processes. The
     * platform knows all, also one whose answer to the send is still under way.
     */
    @Override
    public boolean sentByBot(String messageId) throws InterruptedException {
        if (sent.get(messageId).isPresent()) {
            return true;
        }
        Optional<Quote> known = context.said(messageId);
        if (known.isPresent()) {
            return !known.get().sender().startsWith(PERSON);
        }
        boolean own = lookup.author(messageId, WITHIN).filter(appId::equals).isPresent();
        if (own) {
            sent(messageId);
        }
        return own;
    }

    @Override
    public void chat(String chat, boolean isDirect) {
        direct.put(chat, isDirect);
    }

    /** Returns whether a chat is private; one that cannot be looked up counts as a group. */
    @Override
    public boolean isDirect(String chat) throws InterruptedException {
        Optional<Boolean> known = direct.get(chat);
        if (known.isEmpty()) {
            known = directory.chat(chat, WITHIN).map(FeishuDirectory.Chat::direct);
            known.ifPresent(is -> direct.put(chat, is));
        }
        return known.orElse(false);
    }

    @Override
    public String nameOf(String person) {
        return directory.knownPerson(person).orElse("");
    }

    @Override
    public String titleOf(String chat) {
        return directory.knownChat(chat).map(FeishuDirectory.Chat::title).orElse("");
    }
}
