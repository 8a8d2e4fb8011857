package dev.gateway.sim.feishu;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.gateway.sim.chat.BotMessage;
import dev.gateway.sim.chat.SentMessage;
import dev.gateway.sim.chat.VirtualUser;
import dev.gateway.sim.feishu.protocol.FeishuException;
import java.util.List;
import java.util.Optional;

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

    FeishuUser(FeishuState state, FeishuChat chat, String thread, String name) {
        this.state = state;
        this.chat = chat;
        this.thread = thread;
        this.name = name;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String conversation() {
        return chat.id();
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
        return post("text", JsonNodeFactory.instance.objectNode().put("text", sent), text, answers);
    }

    /** Sends a text that mentions another person as well. */
    public SentMessage saysTo(String other, String text) {
        ArrayNode mentions = mentions();
        String key = "@_user_" + (mentions.size() + 1);
        mentions.add(FeishuUserIds.mention(key, other));
        String before = chat.direct() ? "" : BOT + " ";
        ObjectNode content =
                JsonNodeFactory.instance.objectNode().put("text", before + key + " " + text);
        return post("text", content, text, mentions, Optional.empty());
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
        return post("post", post, text, Optional.empty());
    }

    /** Sends an image. */
    public SentMessage sendsImage(byte[] content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        synchronized (state.lock()) {
            json.put("image_key", state.files().add("image", "", content).key());
        }
        return post("image", json, "", Optional.empty());
    }

    /** Sends a file. */
    public SentMessage sendsFile(String fileName, byte[] content) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        synchronized (state.lock()) {
            json.put("file_key", state.files().add("stream", fileName, content).key());
        }
        return post("file", json.put("file_name", fileName), "", Optional.empty());
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
            return chat.heard();
        }
    }

    /** Returns the bot's actions that are no messages: {@code reaction Typing}. */
    public List<String> actions() {
        synchronized (state.lock()) {
            return chat.actions();
        }
    }

    private ArrayNode mentions() {
        ArrayNode mentions = JsonNodeFactory.instance.arrayNode();
        if (!chat.direct()) {
            mentions.add(FeishuUserIds.mention(BOT, chat.app()));
        }
        return mentions;
    }

    private SentMessage post(
            String type, ObjectNode content, String text, Optional<String> answers) {
        return post(type, content, text, mentions(), answers);
    }

    private SentMessage post(
            String type,
            ObjectNode content,
            String text,
            ArrayNode mentions,
            Optional<String> answers) {
        synchronized (state.lock()) {
            FeishuMessage message =
                    state.chats()
                            .fromPerson(
                                    chat,
                                    name,
                                    type,
                                    content,
                                    text,
                                    mentions,
                                    answers.flatMap(state.chats()::message),
                                    thread);
            return new SentMessage(message.id(), text, state.ledger());
        }
    }
}
