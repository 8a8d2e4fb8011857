package dev.gateway.adapter.feishu;

import dev.gateway.adapter.feishu.message.BotOpenId;
import dev.gateway.adapter.feishu.message.KnownFacts;
import dev.gateway.core.platform.PlatformContext;
import java.time.Duration;
import java.util.Optional;

/** The facts about the bot and its chats that events lack. */
final class FeishuFacts implements KnownFacts {

    /** The time that an event waits for its chat; the platform waits 3 s for the ack. */
    private static final Duration WITHIN = Duration.ofSeconds(1);

    private static final int MOST = 5_000;
    private static final String PERSON = "ou_";

    private final BotOpenId bot;
    private final FeishuDirectory directory;
    private final PlatformContext context;
    private final RecentMap<String, Boolean> sent = new RecentMap<>(MOST);
    private final RecentMap<String, Boolean> direct = new RecentMap<>(MOST);

    FeishuFacts(BotOpenId bot, FeishuDirectory directory, PlatformContext context) {
        this.bot = bot;
        this.directory = directory;
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

    /** Returns whether the bot sent a message; after a restart the journal tells. */
    @Override
    public boolean sentByBot(String messageId) {
        return sent.get(messageId).isPresent()
                || context.said(messageId)
                        .filter(quote -> !quote.sender().startsWith(PERSON))
                        .isPresent();
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
}
