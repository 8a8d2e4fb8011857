package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.feishu.protocol.FeishuException;
import dev.gateway.sim.feishu.protocol.FeishuUserIds;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A person in a private chat, a group or a thread of a group. In a group each message mentions the
 * bot, which otherwise would get no event. Thread-safe.
 */
public final class FeishuUser implements VirtualUser {

    private static final String BOT = "@_user_1";

    private final FeishuState state;
    private final FeishuChat chat;
    private final String thread;
    private final String name;
    private final boolean bot;

    FeishuUser(FeishuState state, FeishuChat chat, String thread, String name, boolean bot) {
        this.state = state;
        this.chat = chat;
        this.thread = thread;
        this.name = name;
        this.bot = bot;
    }

    FeishuChat chat() {
        return chat;
    }

    /** Returns the id of the thread in which this user writes; empty for none. */
    public String thread() {
        return thread;
    }

    /** Returns whether this is another bot. */
    boolean bot() {
        return bot;
    }

    FeishuMessage.Author author() {
        return FeishuMessage.Author.other(name, bot);
    }

    @Override
    public String name() {
        return name;
    }

    /** Returns the chat, and the thread within it. */
    @Override
    public String conversation() {
        return thread.isEmpty() ? chat.id() : chat.id() + "/" + thread;
    }

    /** Returns the id by which bots know this person. */
    public String openId() {
        return FeishuUserIds.openId(name);
    }

    @Override
    public SentMessage says(String text) {
        return says(text, Optional.empty());
    }

    /** Replies to an earlier message. */
    public SentMessage replies(SentMessage before, String text) {
        return says(text, Optional.of(before.id()));
    }

    private SentMessage says(String text, Optional<String> answers) {
        String sent = chat.direct() ? text : BOT + " " + text;
        return post("text", text(sent), text, mentions(), answers);
    }

    /** Sends a text that mentions another person as well. */
    public SentMessage saysTo(String other, String text) {
        return mentioning(other, text, mentions());
    }

    /** Sends a text that mentions another person and not the bot. */
    public SentMessage saysOnlyTo(String other, String text) {
        return mentioning(other, text, JsonNodeFactory.instance.arrayNode());
    }

    private SentMessage mentioning(String other, String text, ArrayNode mentions) {
        String before = mentions.isEmpty() ? "" : BOT + " ";
        String key = "@_user_" + (mentions.size() + 1);
        mentions.add(FeishuUserIds.mention(key, other));
        return post("text", text(before + key + " " + text), text, mentions, Optional.empty());
    }

    /** Sends a text that mentions none; a bot sees it only if it may read all of the group. */
    public SentMessage remarks(String text) {
        return post(
                "text", text(text), text, JsonNodeFactory.instance.arrayNode(), Optional.empty());
    }

    /**
     * Sends a text that mentions all members.
     *
     * @param listed whether the event names this among its mentions, which it often does not
     */
    public SentMessage announces(String text, boolean listed) {
        ArrayNode mentions = JsonNodeFactory.instance.arrayNode();
        if (listed) {
            mentions.add(FeishuUserIds.mentionOfAll());
        }
        return post("text", text(FeishuUserIds.ALL + " " + text), text, mentions, Optional.empty());
    }

    private FeishuMessage latestOfBot() {
        List<FeishuMessage> ofBot =
                state.chats().messages(chat.app(), one -> one.chat() == chat && one.ofBot());
        if (ofBot.isEmpty()) {
            throw new IllegalStateException("the bot has sent nothing here");
        }
        return ofBot.get(ofBot.size() - 1);
    }

    /** Replies to the bot's latest message in this chat without a mention of it. */
    public SentMessage answersBot(String text) {
        synchronized (state.lock()) {
            return post(
                    "text",
                    text(text),
                    text,
                    JsonNodeFactory.instance.arrayNode(),
                    Optional.of(latestOfBot().id()));
        }
    }

    /** Sends a message of any type; {@code content} need not be JSON. */
    public SentMessage sends(String type, String content) {
        return post(type, content, "", mentions(), Optional.empty());
    }

    /** Forwards earlier messages as one. */
    public SentMessage forwards(SentMessage... earlier) {
        synchronized (state.lock()) {
            List<FeishuMessage> selected =
                    Stream.of(earlier)
                            .flatMap(message -> state.chats().message(message.id()).stream())
                            .toList();
            FeishuMessage merged = state.chats().forwarded(this, selected);
            return new SentMessage(merged.id(), "", state.ledger());
        }
    }

    /**
     * Presses a button of the bot's latest message in this chat. The event is delivered once.
     *
     * @throws IllegalStateException if the bot has sent nothing here
     */
    public void presses(ObjectNode value) {
        synchronized (state.lock()) {
            FeishuMessage card = latestOfBot();
            ObjectNode event = JsonNodeFactory.instance.objectNode();
            ObjectNode operator = FeishuUserIds.ids(name);
            event.set("operator", operator.put("tenant_key", FeishuUserIds.TENANT));
            event.put("token", "c-" + card.id());
            ObjectNode action = event.putObject("action");
            action.set("value", value);
            action.put("tag", "button");
            event.put("host", "im_message");
            event.putObject("context")
                    .put("open_message_id", card.id())
                    .put("open_chat_id", chat.id());
            state.chats().pushPress(chat.app(), event);
        }
    }

    /** Sends rich text of one paragraph, with an image below if there is one. */
    public SentMessage sendsPost(String title, String text, Optional<byte[]> image) {
        ObjectNode post = JsonNodeFactory.instance.objectNode().put("title", title);
        ArrayNode paragraphs = post.putArray("content");
        paragraphs.addArray().addObject().put("tag", "text").put("text", text);
        synchronized (state.lock()) {
            image.map(content -> state.files().add("image", "", content))
                    .ifPresent(
                            file ->
                                    paragraphs
                                            .addArray()
                                            .addObject()
                                            .put("tag", "img")
                                            .put("image_key", file.key()));
        }
        return post("post", post, text);
    }

    /** Sends an image. */
    public SentMessage sendsImage(byte[] content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        synchronized (state.lock()) {
            json.put("image_key", state.files().add("image", "", content).key());
        }
        return post("image", json, "");
    }

    /** Sends a file. */
    public SentMessage sendsFile(String fileName, byte[] content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        synchronized (state.lock()) {
            json.put("file_key", state.files().add("stream", fileName, content).key());
        }
        return post("file", json.put("file_name", fileName), "");
    }

    /** Recalls a message: replies to it get a 230011. */
    public void recalls(SentMessage said) {
        synchronized (state.lock()) {
            state.chats().message(said.id()).ifPresent(FeishuMessage::recall);
        }
    }

    /** Blocks the bot in this chat: 230013 in private, 230002 in a group. */
    public void blocksBot() {
        synchronized (state.lock()) {
            chat.refuse(
                    chat.direct()
                            ? new FeishuException(230013, "Bot has NO availability to this user.")
                            : new FeishuException(230002, "The bot can not be outside the group."));
        }
    }

    /** Unblocks the bot. */
    public void unblocksBot() {
        synchronized (state.lock()) {
            chat.allow();
        }
    }

    @Override
    public List<BotMessage> heard() {
        synchronized (state.lock()) {
            return thread.isEmpty() ? chat.heard() : chat.heard(thread);
        }
    }

    /** Returns the bot's actions that are no messages: {@code reaction Typing}. */
    public List<String> actions() {
        synchronized (state.lock()) {
            return chat.actions();
        }
    }

    /** Returns the mentions of a message to the bot. */
    ArrayNode mentions() {
        ArrayNode mentions = JsonNodeFactory.instance.arrayNode();
        if (!chat.direct()) {
            FeishuApp app = chat.app();
            mentions.add(FeishuUserIds.mention(BOT, app.id(), app.openId(), app.name()));
        }
        return mentions;
    }

    private static String text(String text) {
        return JsonNodeFactory.instance.objectNode().put("text", text).toString();
    }

    private SentMessage post(String type, ObjectNode content, String text) {
        return post(type, content.toString(), text, mentions(), Optional.empty());
    }

    private SentMessage post(
            String type,
            String content,
            String text,
            ArrayNode mentions,
            Optional<String> answers) {
        synchronized (state.lock()) {
            FeishuMessage message =
                    state.chats()
                            .fromPerson(
                                    this,
                                    type,
                                    content,
                                    text,
                                    mentions,
                                    answers.flatMap(state.chats()::message));
            return new SentMessage(message.id(), text, state.ledger());
        }
    }
}
